import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { promptList } from '@/lib/protocol/request/prompts';
import { type WireChoice, wireLogprobs } from '@/lib/protocol/wire/completion-wire';
import { type CompletionEnd, writeCompletion } from './complete';
import type { Pacer } from './pace';
import { type ReadPrompt, readPrompt } from './prompts';
import { seededRandom } from './random';
import type { ScoredToken } from './scoring';
import { type GenerationSettings, generationSettings } from './settings';
import { createFrame, toBytes, wireUsage } from './wire';

interface FinishedSample {
  readonly text: string;
  readonly tokens: readonly ScoredToken[];
  readonly end: CompletionEnd;
}

/**
 * Answers with one JSON object. With `best_of`, that many samples are written for each prompt, and the n with the
 * highest mean log-probability are returned, best first; all of them count as completion tokens.
 */
export async function* answerWhole(
  request: CompletionRequest,
  pacer: Pacer,
): AsyncGenerator<Uint8Array, void> {
  const settings = generationSettings(request);
  const n = request.n ?? 1;
  const choices: WireChoice[] = [];
  const ends: CompletionEnd[] = [];
  let promptTokens = 0;
  for (const [promptIndex, given] of promptList(request.prompt).entries()) {
    const prompt = await readPrompt(given, request, settings, pacer);
    if (!prompt) return;
    promptTokens += prompt.tokenCount;
    const samples: FinishedSample[] = [];
    for (let sample = 0; sample < (request.best_of ?? n); sample += 1) {
      const finished = await writeSample(settings, prompt, promptIndex, sample, pacer);
      if (!finished) return;
      samples.push(finished);
      ends.push(finished.end);
    }
    // Sorting is stable: among equals the earlier sample wins, so that the seed decides everything.
    if (request.best_of !== undefined) samples.sort((a, b) => byMeanLogprob(a.end, b.end));
    for (const [choice, sample] of samples.slice(0, n).entries()) {
      const tokens = [...(prompt.echo?.tokens ?? []), ...sample.tokens];
      choices.push({
        text: (prompt.echo?.text ?? '') + sample.text,
        index: promptIndex * n + choice,
        logprobs: settings.logprobs === null ? null : wireLogprobs(tokens, 0),
        finish_reason: sample.end.finishReason,
      });
    }
  }
  yield toBytes(JSON.stringify({ ...createFrame(), choices, usage: wireUsage(promptTokens, ends) }));
}

/** Highest first; written without a subtraction, since two empty samples would give −∞ − −∞. */
function byMeanLogprob(a: CompletionEnd, b: CompletionEnd): number {
  if (a.meanLogprob === b.meanLogprob) return 0;
  return a.meanLogprob > b.meanLogprob ? -1 : 1;
}

/** Writes one sample to its end. Null when aborted on the way. */
async function writeSample(
  settings: GenerationSettings,
  prompt: ReadPrompt,
  promptIndex: number,
  sample: number,
  pacer: Pacer,
): Promise<FinishedSample | null> {
  const random = seededRandom(settings.seed, promptIndex, sample);
  const steps = writeCompletion(settings, prompt.reader.clone(), random);
  const texts: string[] = [];
  const tokens: ScoredToken[] = [];
  for (;;) {
    const step = steps.next();
    const { text, tokens: released } = step.done ? step.value.last : step.value;
    texts.push(text);
    for (const token of released) tokens.push(token);
    if (step.done) return { text: texts.join(''), tokens, end: step.value };
    if (!(await pacer.breathe())) return null;
  }
}
