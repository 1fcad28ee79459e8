import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { promptList } from '@/lib/protocol/request/prompts';
import {
  codePoints,
  type WireChoice,
  type WireUsage,
  wireLogprobs,
} from '@/lib/protocol/wire/completion-wire';
import { type CompletionEnd, type CompletionStep, writeCompletion } from './complete';
import type { Pacer } from './pace';
import { readPrompt } from './prompts';
import { seededRandom } from './random';
import { generationSettings } from './settings';
import { createFrame, toBytes, wireUsage } from './wire';

interface ChoicePane {
  readonly index: number;
  readonly steps: Generator<CompletionStep, CompletionEnd>;
  /** Code points sent so far, for text offsets. */
  sent: number;
  ended: boolean;
}

/**
 * Streams a completion: a `data:` event for each token and choice, choices in turn, then a last event for
 * each choice with its finish reason, the usage unless declined, and `[DONE]`. One array of bytes holds one
 * round of tokens.
 *
 * Usage is optional in the protocol, and `stream_options` asks for it: then every other event has `usage:
 * null`, as at OpenAI. Without it the last event has usage all the same, as many servers send it.
 */
export async function* answerInStream(
  request: CompletionRequest,
  pacer: Pacer,
): AsyncGenerator<Uint8Array, void> {
  const settings = generationSettings(request);
  const frame = createFrame();
  const usageAsked = request.stream_options?.include_usage;
  const withLogprobs = settings.logprobs !== null;
  const event = (choices: readonly WireChoice[], usage?: WireUsage) =>
    `data: ${JSON.stringify({ ...frame, choices, usage: usage ?? (usageAsked ? null : undefined) })}\n\n`;
  const textEvent = (pane: ChoicePane, { text, tokens }: CompletionStep) => {
    const logprobs = withLogprobs ? wireLogprobs(tokens, pane.sent) : null;
    pane.sent += codePoints(text);
    return event([{ text, index: pane.index, logprobs, finish_reason: null }]);
  };

  const panes: ChoicePane[] = [];
  const ends: CompletionEnd[] = [];
  let promptTokens = 0;
  const n = request.n ?? 1;
  for (const [promptIndex, given] of promptList(request.prompt).entries()) {
    const prompt = await readPrompt(given, request, settings, pacer);
    if (!prompt) return;
    promptTokens += prompt.tokenCount;
    for (let choice = 0; choice < n; choice += 1) {
      const random = seededRandom(settings.seed, promptIndex, choice);
      const pane: ChoicePane = {
        index: promptIndex * n + choice,
        steps: writeCompletion(settings, prompt.reader.clone(), random),
        sent: 0,
        ended: false,
      };
      panes.push(pane);
      if (prompt.echo) yield toBytes(textEvent(pane, prompt.echo));
    }
  }

  while (ends.length < panes.length) {
    let round = '';
    for (const pane of panes) {
      if (pane.ended) continue;
      const step = pane.steps.next();
      if (step.done) {
        pane.ended = true;
        ends.push(step.value);
        const { last, finishReason } = step.value;
        if (last.text !== '') round += textEvent(pane, last);
        round += event([{ text: '', index: pane.index, logprobs: null, finish_reason: finishReason }]);
      } else if (step.value.text !== '') round += textEvent(pane, step.value);
      if (!(await pacer.breathe())) return;
    }
    if (round !== '') yield toBytes(round);
    if (ends.length < panes.length && !(await pacer.nextRound())) return;
  }
  const last = usageAsked === false ? '' : event([], wireUsage(promptTokens, ends));
  yield toBytes(`${last}data: [DONE]\n\n`);
}
