import type { CompletionRequest } from '@/lib/completions/request/request-schema';
import type { Choice } from '@/lib/completions/run/run-state';
import type { RunDetail } from '@/lib/contract/runs';
import type { ShareChoice } from '@/lib/contract/shares';
import { echoedLength } from './echoed';
import { blackOut, blackOutDeep, mergeSpans, redactPace, redactTokens } from './redact';
import type { SharedOutput, SharedRun } from './shared-run';
import {
  createTextFinder,
  type FinderState,
  findAcross,
  findIn,
  matchesIn,
  type Span,
  type TextFinder,
} from './text-finder';

/** What of a run a link is made from; everything else is out of its reach. */
export type SharableRun = Pick<RunDetail, 'status' | 'request' | 'state' | 'pace'>;

export interface ShareTerms {
  readonly title: string | null;
  readonly include: ShareChoice;
  /** Texts to be blacked out wherever they stand. */
  readonly redactions: readonly string[];
  readonly sharedAt: string;
}

/**
 * The copy of a run that a link shows. Only what is named here goes into it: a field that a run gets later is not
 * shared by accident. The server's own facts about its answer (`system_fingerprint`, ids) stay out: they say who asked
 * whom, and nothing about the text. @throws Error for a run that has not ended
 */
export function shareRun(run: SharableRun, { title, include, redactions, sharedAt }: ShareTerms): SharedRun {
  const finder = createTextFinder(redactions);
  return {
    version: 1,
    kind: 'run',
    title: title === null ? null : blackOut(title, findIn(finder, title).spans),
    sharedAt,
    ...shareParts(run, include, finder),
  };
}

/** What a copy tells of a run by itself, whatever it is a part of. @throws Error for a run that has not ended */
export function shareParts(run: SharableRun, include: ShareChoice, finder: TextFinder): SharedParts {
  const { status, request, state } = run;
  if (status === 'streaming') throw new Error('A run that has not ended cannot be shared.');
  const texts = redactTexts(run, include, finder);
  return {
    status,
    ...(include.prompt && { prompt: texts.prompt }),
    ...(include.parameters && {
      model: blackOut(request.model, findIn(finder, request.model).spans),
      parameters: parametersOf(request, include, finder, texts.suffix),
    }),
    ...(include.outputs && {
      outputs: state.choices.map((choice, at) => outputOf(choice, texts.outputs[at], include, finder)),
    }),
    ...(include.timings && {
      timings: state.timings,
      usage: state.usage,
      ...(include.outputs && { pace: run.pace && redactPace(run.pace, spansByIndex(state.choices, texts)) }),
    }),
  };
}

export type SharedParts = Omit<SharedRun, 'version' | 'kind' | 'title' | 'sharedAt'>;

interface RedactedOutput {
  readonly spans: readonly Span[];
  /** Where the finder stood when the output began. */
  readonly before: FinderState;
  /** Something is hidden that no look at the output alone would find: an echo, or the beginning of what the suffix ends. */
  readonly more: boolean;
}

interface RedactedTexts {
  readonly prompt: string | string[];
  readonly suffix: string | undefined;
  readonly outputs: readonly RedactedOutput[];
}

/**
 * Prompt, output and suffix are one text to a reader, so what is hidden is also found where it begins in one of them
 * and ends in the next.
 */
function redactTexts(
  { request, state }: SharableRun,
  include: ShareChoice,
  finder: TextFinder,
): RedactedTexts {
  const prompts = [request.prompt].flat();
  const found = prompts.map((prompt) => findIn(finder, prompt));
  const promptSpans: Span[][] = found.map(({ spans }) => [...spans]);
  const suffix = request.suffix ?? '';
  const suffixSpans: Span[] = [...findIn(finder, suffix).spans];

  const outputs = state.choices.map(({ index, text }) => {
    const asked = promptOf(index, request, prompts.length);
    const prompt = prompts[asked] ?? '';
    const before = found[asked]?.end ?? 0;
    const { spans, end } = findIn(finder, text, before);
    const own: Span[] = [...spans];
    const across = findAcross(finder, suffix, end);
    if (across) {
      own.push([text.length + across[0], text.length]);
      suffixSpans.push([0, across[1]]);
    }
    // An echo would tell the prompt that is not to be shared.
    const echoed = !include.prompt && request.echo ? echoedLength(text, prompt) : 0;
    own.push([0, echoed]);
    for (const [start] of own) {
      if (start < 0) promptSpans[asked]?.push([Math.max(0, prompt.length + start), prompt.length]);
    }
    return {
      before,
      spans: mergeSpans(own.map(([start, last]) => [Math.max(0, start), last])),
      more: across !== null || echoed > 0,
    };
  });

  const cleaned = prompts.map((prompt, at) => blackOut(prompt, mergeSpans(promptSpans[at] ?? [])));
  return {
    prompt: Array.isArray(request.prompt) ? cleaned : (cleaned[0] ?? ''),
    suffix: request.suffix === undefined ? undefined : blackOut(suffix, mergeSpans(suffixSpans)),
    outputs,
  };
}

/** Which prompt a choice answers. */
export function promptOf(index: number, { n = 1 }: Pick<CompletionRequest, 'n'>, prompts: number): number {
  return Math.min(prompts - 1, Math.floor(index / n));
}

function parametersOf(
  request: CompletionRequest,
  include: ShareChoice,
  finder: TextFinder,
  suffix: string | undefined,
): Record<string, unknown> {
  const { model: _model, prompt: _prompt, user: _user, suffix: _suffix, ...rest } = request;
  const parameters = blackOutDeep(rest, finder) as Record<string, unknown>;
  // What stands after the gap was written by the same hand as what stands before it.
  return suffix === undefined || !include.prompt ? parameters : { ...parameters, suffix };
}

function outputOf(
  { index, text, finishReason, tokens }: Choice,
  redacted: RedactedOutput | undefined,
  include: ShareChoice,
  finder: TextFinder,
): SharedOutput {
  const { spans = [] } = redacted ?? {};
  const shared = include.probabilities && tokens ? tokensOf(tokens, text, redacted, finder) : null;
  return {
    index,
    text: blackOut(text, spans),
    finishReason: finishReason === null ? null : blackOut(finishReason, findIn(finder, finishReason).spans),
    ...(shared && { tokens: shared }),
  };
}

/**
 * Null when the tokens are not the text (some servers write them in another spelling) and not everything that is hidden
 * in the text is found in them, one by one: then they are not shown at all.
 */
function tokensOf(
  tokens: NonNullable<Choice['tokens']>,
  text: string,
  { spans, before, more }: RedactedOutput = NOT_REDACTED,
  finder: TextFinder,
): NonNullable<Choice['tokens']> | null {
  const spelled = tokens.map((token) => token.text).join('');
  if (spelled === text) return redactTokens(tokens, spans, finder, before);
  if (more || matchesIn(finder, text, before).join() !== matchesIn(finder, spelled, before).join())
    return null;
  const found = findIn(finder, spelled, before).spans.map(
    ([start, end]) => [Math.max(0, start), end] as const,
  );
  return redactTokens(tokens, mergeSpans(found), finder, before);
}

const NOT_REDACTED: RedactedOutput = { spans: [], before: 0, more: false };

function spansByIndex(choices: readonly Choice[], { outputs }: RedactedTexts): Map<number, readonly Span[]> {
  return new Map(choices.map(({ index }, at) => [index, outputs[at]?.spans ?? []] as const));
}
