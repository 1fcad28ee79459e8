import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { isOfIds, promptTexts, textsOfPrompt } from '@/lib/protocol/request/prompts';
import type { Choice } from '@/lib/protocol/run/run-state';
import type { Span } from '@/lib/protocol/secrets/text-finder';
import type { RunDetail } from '@/lib/runs/model/runs';
import { type Echo, echoIn, placeInPrompt } from './echoed';
import { cleanDeep, mergeSpans, REDACTED, redactPace, redactSpans, redactTokens } from './redact';
import { BEGINNING, createRedactionFinder, type Reading, type RedactionFinder } from './redaction-finder';
import type { SharedOutput, SharedRun } from './shared-run';
import type { ShareChoice } from './shares';
import { withoutCost, withoutCosts } from './withhold-costs';
import { withholdHints } from './withhold-hints';

/** The only parts of a run that a link can be made from. */
export type SharableRun = Pick<RunDetail, 'status' | 'request' | 'state' | 'pace' | 'cost'>;

export interface ShareTerms {
  readonly title: string | null;
  readonly include: ShareChoice;
  /** Texts to redact wherever they occur. */
  readonly redactions: readonly string[];
  /** Those of them that stay readable inside longer words. */
  readonly wholeWords?: readonly string[] | undefined;
  readonly sharedAt: string;
}

/**
 * The copy of a run that a link shows. Only fields named here are copied, so a field added to runs later is
 * not shared by accident. The server's metadata (`system_fingerprint`, ids) is left out: it identifies the
 * caller and says nothing about the text. @throws Error for a run that has not ended
 */
export function copyRun(
  run: SharableRun,
  { title, include, redactions, wholeWords, sharedAt }: ShareTerms,
): SharedRun {
  const finder = createRedactionFinder(redactions, wholeWords);
  const shared: SharedRun = {
    version: 1,
    kind: 'run',
    title: title === null ? null : cleaned(title, finder),
    sharedAt,
    ...shareParts(run, include, finder),
  };
  return withholdHints(shared, redactions.length > 0);
}

/** A text with its hidden parts redacted. */
export function cleaned(text: string, finder: RedactionFinder): string {
  return redactSpans(text, finder.find(text).spans);
}

/**
 * A stop text with its hidden parts redacted. One that is itself a part of a hidden text, or overlaps one, would reveal
 * how the text before it continues.
 */
export function cleanedStop(text: string, finder: RedactionFinder): string {
  return finder.reveals(text) ? REDACTED : cleaned(text, finder);
}

/** The shared parts of a single run, whatever it belongs to. @throws Error for a run that has not ended */
export function shareParts(run: SharableRun, include: ShareChoice, finder: RedactionFinder): SharedParts {
  const { status, request, state } = run;
  if (status === 'streaming') throw new Error("A run in progress can't be shared.");
  if (status === 'refused') throw new Error("A call that never ran can't be shared.");
  const texts = redactTexts(run, include, finder);
  return {
    status,
    ...(include.prompt && { prompt: texts.prompt, ...(isOfIds(request.prompt) && { promptAsIds: true }) }),
    ...(include.parameters && {
      model: cleaned(request.model, finder),
      parameters: parametersOf(request, include, finder, texts.suffix),
    }),
    ...(include.outputs && {
      outputs: state.choices.map((choice, at) => outputOf(choice, texts.outputs[at], include, finder)),
    }),
    ...(include.timings && {
      timings: state.timings,
      usage: state.usage && withoutCost(state.usage),
      ...(include.outputs && { pace: run.pace && redactPace(run.pace, spansByIndex(state.choices, texts)) }),
    }),
    ...(include.cost && run.cost && { cost: run.cost }),
    ...rawOf(run, include, finder),
  };
}

/** It may repeat the prompt, the settings and `user`, which is never shared; and it has what the server says about costs. */
function rawOf(
  { request, state }: SharableRun,
  include: ShareChoice,
  finder: RedactionFinder,
): Pick<SharedRun, 'raw'> {
  const raw = state.response?.raw;
  const mayRepeat = include.prompt && include.parameters && include.outputs;
  if (!include.raw || !mayRepeat || raw === undefined) return {};
  if (request.user !== undefined && raw.includes(JSON.stringify(request.user).slice(1, -1))) return {};
  const shown = include.cost ? raw : withoutCosts(raw);
  return shown === null ? {} : { raw: cleaned(shown, finder) };
}

export type SharedParts = Omit<SharedRun, 'version' | 'kind' | 'title' | 'sharedAt'>;

interface RedactedOutput {
  readonly spans: readonly Span[];
  /** The finder's state when the output began. */
  readonly before: Reading;
  /**
   * Something is hidden that the output alone does not reveal: an echo, or the beginning of a hidden text.
   */
  readonly more: boolean;
}

interface RedactedTexts {
  readonly prompt: string | string[];
  readonly suffix: string | undefined;
  readonly outputs: readonly RedactedOutput[];
}

/**
 * Prompt, output and suffix are one text to a reader, so a hidden text is also found when it begins in one of
 * them and ends in the next.
 */
function redactTexts(
  { request, state }: SharableRun,
  include: ShareChoice,
  finder: RedactionFinder,
): RedactedTexts {
  const prompts = promptTexts(request.prompt);
  const asIds = isOfIds(request.prompt);
  const found = prompts.map((prompt) => finder.find(prompt));
  const promptSpans: Span[][] = found.map(({ spans }) => [...spans]);
  const suffix = request.suffix ?? '';
  const suffixSpans: Span[] = [...finder.find(suffix).spans];

  const outputs = state.choices.map(({ index, text }) => {
    const requested = promptOf(index, request, prompts.length);
    const prompt = prompts[requested] ?? '';
    const before = found[requested]?.end ?? BEGINNING;
    const { spans, end } = finder.find(text, before);
    const own: Span[] = [...spans];
    const across = finder.across(suffix, end);
    if (across) {
      own.push([text.length + across[0], text.length]);
      suffixSpans.push([0, across[1]]);
    }
    // A hidden text that is cut off at the end would reveal the rest.
    const begun = across === null ? finder.begun(end) : 0;
    own.push([text.length - begun, text.length]);
    const echo = request.echo && !asIds ? echoIn(text, prompt) : NO_ECHO;
    for (const [start, last] of own) {
      if (start < 0) promptSpans[requested]?.push([Math.max(0, prompt.length + start), prompt.length]);
      // What is hidden across the end of an echo begins in the prompt, too.
      else if (echo.isWhole && start < echo.length && last >= echo.length) {
        promptSpans[requested]?.push([placeInPrompt(text, prompt, echo, start), prompt.length]);
      }
    }
    // An echo would show the prompt that is not shared. Where token ids end in it is not known.
    const hidden = include.prompt || !request.echo ? 0 : asIds ? text.length : echo.length;
    own.push([0, hidden]);
    return {
      before,
      spans: mergeSpans(own.map(([start, last]) => [Math.max(0, start), last])),
      more: across !== null || begun > 0 || hidden > 0,
    };
  });

  // A reader with the model's tokenizer could read a hidden text in its ids.
  const isHidden = asIds && finder.hidesSomething;
  const redacted = prompts.map((prompt, at) =>
    isHidden ? REDACTED : redactSpans(prompt, mergeSpans(promptSpans[at] ?? [])),
  );
  return {
    prompt: textsOfPrompt(request.prompt).asList ? redacted : (redacted[0] ?? ''),
    suffix: request.suffix === undefined ? undefined : redactSpans(suffix, mergeSpans(suffixSpans)),
    outputs,
  };
}

const NO_ECHO: Echo = { length: 0, isWhole: false };

/** Which prompt a choice answers. */
export function promptOf(index: number, { n = 1 }: Pick<CompletionRequest, 'n'>, prompts: number): number {
  return Math.min(prompts - 1, Math.floor(index / n));
}

function parametersOf(
  request: CompletionRequest,
  include: ShareChoice,
  finder: RedactionFinder,
  suffix: string | undefined,
): Record<string, unknown> {
  const parameters = sharedParameters(request, finder);
  // The suffix was written together with the prompt, so it is shared only with it.
  return suffix === undefined || !include.prompt ? parameters : { ...parameters, suffix };
}

/** The parameters of a request with their hidden parts redacted; without `user`, and without its texts. */
export function sharedParameters(
  request: CompletionRequest,
  finder: RedactionFinder,
): Record<string, unknown> {
  const { model: _model, prompt: _prompt, user: _user, suffix: _suffix, ...rest } = request;
  // The names of our own fields stay, whatever is redacted.
  const parameters: Record<string, unknown> = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, cleanDeep(value, (text) => cleaned(text, finder))]),
  );
  if (request.stop !== undefined)
    parameters.stop = cleanDeep(request.stop, (text) => cleanedStop(text, finder));
  return parameters;
}

function outputOf(
  { index, text, finishReason, tokens }: Choice,
  redacted: RedactedOutput | undefined,
  include: ShareChoice,
  finder: RedactionFinder,
): SharedOutput {
  const { spans = [] } = redacted ?? {};
  const shared = include.probabilities && tokens ? tokensOf(tokens, text, redacted, finder) : null;
  return {
    index,
    text: redactSpans(text, spans),
    finishReason: finishReason === null ? null : cleaned(finishReason, finder),
    ...(shared && { tokens: shared }),
  };
}

/**
 * Null when the tokens do not match the text (some servers spell them differently) and some hidden part of
 * the text is not found in them: then no tokens are shown.
 */
function tokensOf(
  tokens: NonNullable<Choice['tokens']>,
  text: string,
  { spans, before, more }: RedactedOutput = NOT_REDACTED,
  finder: RedactionFinder,
): NonNullable<Choice['tokens']> | null {
  const spelled = tokens.map((token) => token.text).join('');
  if (spelled === text) return redactTokens(tokens, spans);
  if (more || finder.lengths(text, before) !== finder.lengths(spelled, before)) return null;
  const found = finder.find(spelled, before).spans.map(([start, end]) => [Math.max(0, start), end] as const);
  return redactTokens(tokens, mergeSpans(found));
}

const NOT_REDACTED: RedactedOutput = { spans: [], before: BEGINNING, more: false };

function spansByIndex(choices: readonly Choice[], { outputs }: RedactedTexts): Map<number, readonly Span[]> {
  return new Map(choices.map(({ index }, at) => [index, outputs[at]?.spans ?? []] as const));
}
