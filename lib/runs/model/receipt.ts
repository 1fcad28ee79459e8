import { type CompletionRequest, expectedChoices } from '@/lib/protocol/request/completion-request';
import { PARAMETER_NAMES, PARAMETERS, type ParameterName } from '@/lib/protocol/request/parameters';
import { isOfIds } from '@/lib/protocol/request/prompts';
import type { Retries } from '@/lib/protocol/request/value-kinds';
import { echoedUnits, promptOfChoice } from '@/lib/protocol/run/echoed-prompt';
import type { Choice, RunState } from '@/lib/protocol/run/run-state';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { countedUsage } from './run-figures';
import { retriesText, sentText } from './sent-text';

export interface ReceiptLine {
  /** `usage` is not a parameter: its line says that the server reported no token counts. */
  readonly parameter: ParameterName | 'model' | 'usage';
  /** What was sent, as short text; null when nothing was. */
  readonly sent: string | null;
  /** Whether the answer shows that the parameter was respected. Most settings leave no trace: `unknown`. */
  readonly honoured: 'yes' | 'no' | 'unknown';
  readonly note: string;
}

type Verdict = Pick<ReceiptLine, 'honoured' | 'note'>;

const UNSEEN: Verdict = { honoured: 'unknown', note: 'Not visible in the response.' };
const yes = (note: string): Verdict => ({ honoured: 'yes', note });
const no = (note: string): Verdict => ({ honoured: 'no', note });
const unknown = (note: string): Verdict => ({ honoured: 'unknown', note });

/**
 * What was sent, and whether the answer respects it, line by line in the table's order; for a run that has
 * ended.
 */
export function receipt(request: CompletionRequest, state: RunState, retries?: Retries): ReceiptLine[] {
  const lines: ReceiptLine[] = [{ parameter: 'model', sent: request.model, ...judgeModel(request, state) }];
  for (const name of PARAMETER_NAMES) {
    const sent = name === 'retries' ? retries && retriesText(retries) : textOf(request[name]);
    if (sent === undefined) continue;
    lines.push({ parameter: name, sent, ...judge(name, request, state) });
  }
  if (state.status === 'complete' && countedUsage(state) === null && request.stream_options === undefined) {
    // Not a fault: the protocol leaves the counts to the server, in a stream all the more.
    const note = request.stream
      ? `None reported. Turn on “${PARAMETERS.stream_options.label}” to request them.`
      : 'None reported.';
    lines.push({ parameter: 'usage', sent: null, ...unknown(note) });
  }
  return lines;
}

/** Whether a receipt says more than what was sent: the answer confirms or contradicts at least one line. */
export function isConclusive(lines: readonly ReceiptLine[]): boolean {
  return lines.some(({ honoured }) => honoured !== 'unknown');
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : sentText(value);
}

function judge(name: ParameterName, request: CompletionRequest, state: RunState): Verdict {
  if (name === 'retries') return judgeRetries(state);
  if (state.error?.param === name) return no('The server rejected it.');
  const answered = state.choices.filter(hasAnswer);
  if (answered.length === 0) return unknown('No response.');
  switch (name) {
    case 'n':
      return judgeCount(expectedChoices(request), answered.length, state);
    case 'max_tokens':
      return judgeMaxTokens(request, answered, state);
    case 'stop':
      return judgeStop(request, answered);
    case 'echo':
      return judgeEcho(request, answered);
    case 'logprobs':
      return judgeLogprobs(request.logprobs ?? 0, answered);
    case 'seed':
      return judgeSeed(state);
    case 'stream':
      return judgeStream(request, state);
    case 'stream_options':
      return judgeUsage(request, state);
    case 'best_of':
      return unknown("Only the best are returned, so the rest can't be counted.");
    default:
      return UNSEEN;
  }
}

function hasAnswer(choice: Choice): boolean {
  return choice.text !== '' || choice.finishReason !== null || choice.tokens !== null;
}

function judgeModel(request: CompletionRequest, state: RunState): Verdict {
  const answeredBy = state.response?.model ?? null;
  if (answeredBy === null)
    return unknown(state.response === null ? 'No response.' : "The response doesn't name a model.");
  return answeredBy === request.model ? yes('') : unknown(`Reported as ${answeredBy}.`);
}

function judgeCount(expected: number, came: number, state: RunState): Verdict {
  if (came === expected) return yes('');
  if (came < expected && state.status !== 'complete') return unknown(`${came} of ${expected} had started.`);
  // Some proxies stream all choices under index 0, and stop at the first end.
  const mayBeMixed = came === 1 && expected > 1 && state.response?.form === 'stream';
  const doubt = '. Either one choice arrived, or all were merged into one. Turn off Stream to check.';
  return no(`${expected} → ${came}${mayBeMixed ? doubt : ''}`);
}

function judgeMaxTokens(request: CompletionRequest, answered: readonly Choice[], state: RunState): Verdict {
  const limit = request.max_tokens ?? 0;
  const count = countedUsage(state)?.completionTokens ?? null;
  const atLimit = answered.some((choice) => choice.finishReason === 'length');
  if (count === null)
    return atLimit ? yes('Stopped at the limit.') : unknown('The server returned no token counts.');
  // best_of is billed in full, so its tokens are counted although they are not returned.
  const max =
    limit * expectedChoices(request) * Math.max(1, Math.ceil((request.best_of ?? 1) / (request.n ?? 1)));
  if (count > max) return no(`${limit} → ${count} tokens`);
  if (atLimit && answered.length === 1 && request.best_of === undefined && count < limit) {
    return no(`Stopped with finish reason “length” after ${count} of ${limit} tokens.`);
  }
  return yes(atLimit ? 'Stopped at the limit.' : 'Ended before the limit.');
}

function judgeStop(request: CompletionRequest, answered: readonly Choice[]): Verdict {
  const stops = typeof request.stop === 'string' ? [request.stop] : (request.stop ?? []);
  for (const choice of answered) {
    const written = withoutPrompt(request, choice);
    const found = stops.find((stop) => written.includes(stop));
    if (found !== undefined) return no(`The text contains “${visibleInline(found)}”.`);
  }
  const matched = answered.flatMap(({ stopReason }) => (typeof stopReason === 'string' ? [stopReason] : []));
  const named = stops.filter((stop) => matched.includes(stop)).map((stop) => `“${visibleInline(stop)}”`);
  if (named.length > 0) return yes(`Stopped at ${new Intl.ListFormat('en').format(named)}.`);
  return yes('None appear in the text.');
}

function judgeEcho(request: CompletionRequest, answered: readonly Choice[]): Verdict {
  const requested = answered.filter((choice) => promptOfChoice(request, choice.index) !== '');
  if (requested.length === 0) return unknown('The prompt is empty.');
  if (isOfIds(request.prompt)) return unknown('The prompt is token IDs, so its text is unknown.');
  const echoed = requested.filter((choice) => {
    return choice.text.startsWith(promptOfChoice(request, choice.index) ?? '');
  }).length;
  if (request.echo)
    return echoed === requested.length ? yes('') : no("The text doesn't start with the prompt.");
  return echoed === 0 ? yes('') : unknown('The text starts with the prompt.');
}

function judgeLogprobs(requested: number, answered: readonly Choice[]): Verdict {
  const tokens = answered.flatMap((choice) => choice.tokens ?? []);
  if (!tokens.some(({ logprob }) => logprob !== null)) {
    return answered.every((choice) => choice.text === '')
      ? unknown('No text.')
      : no(`Requested ${requested}, returned none.`);
  }
  const max = tokens.reduce((highest, { top }) => Math.max(highest, top.length), 0);
  if (max < requested) return no(`Requested ${requested}, returned ${max}.`);
  // A server may add the sampled token to the likeliest ones.
  return yes(max > requested + 1 ? `Requested ${requested}, returned up to ${max}.` : '');
}

function judgeSeed(state: RunState): Verdict {
  const fingerprint = state.response?.systemFingerprint ?? null;
  return fingerprint === null
    ? unknown('No fingerprint in the response. Run again to see if the text repeats.')
    : unknown(`Should repeat as long as the fingerprint is ${fingerprint}.`);
}

/** A plain answer has all its text at the end; a stream begins earlier. */
function judgeStream(request: CompletionRequest, { timings, response }: RunState): Verdict {
  const form = response?.form;
  if (form !== undefined) {
    if ((form === 'stream') === (request.stream === true)) return yes('');
    return no(form === 'stream' ? 'The server streamed anyway.' : "The server didn't stream.");
  }
  // For a run from before the answer's form was stored, its timings are a hint.
  const { firstTokenMs, durationMs } = timings;
  if (!request.stream || firstTokenMs === null || durationMs === null) return UNSEEN;
  return durationMs - firstTokenMs > 50
    ? yes('')
    : unknown("All text arrived at once: it was short, or the server didn't stream.");
}

function judgeUsage(request: CompletionRequest, state: RunState): Verdict {
  if (!request.stream_options?.include_usage) return UNSEEN;
  if (countedUsage(state) !== null) return yes('');
  return state.status === 'complete'
    ? no('The server returned no token counts.')
    : unknown("The stream didn't reach its end.");
}

function judgeRetries({ attempts, status }: RunState): Verdict {
  if (attempts.length === 0) return status === 'failed' ? unknown('No retries needed.') : yes('Not needed.');
  return yes(attempts.length === 1 ? 'After 1 failed attempt.' : `After ${attempts.length} failed attempts.`);
}

function withoutPrompt(request: CompletionRequest, choice: Choice): string {
  return choice.text.slice(echoedUnits(request, choice));
}
