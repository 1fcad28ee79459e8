import type { NumberedRunEvent, RunEvent, Token } from '@/lib/protocol/run/run-events';
import { eventBytes } from '@/lib/protocol/run/run-size';
import type { Choice, RunState } from '@/lib/protocol/run/run-state';

/** Long texts are sent in chunks, so that no single event exceeds a reader's limit (1 MiB). */
const CHUNK_CHARACTERS = 100_000;
const CHUNK_TOKENS = 500;
const CHUNK_BYTES = 256 * 1024;

/** What a snapshot needs to know about a run besides its state. */
export interface RunIdentity {
  readonly runId: string;
  /** ISO time at which the run was accepted. */
  readonly createdAt: string;
  readonly choiceCount: number;
}

/**
 * The fewest events that lead from nothing to `state`. All are numbered 0 except the last, which has
 * `lastSeq`: a reader that is cut off in the middle must request the whole snapshot again, not its rest.
 */
export function snapshotRun(identity: RunIdentity, state: RunState, lastSeq: number): NumberedRunEvent[] {
  const events: RunEvent[] = [{ type: 'run-start', ...identity }];
  for (const attempt of state.attempts) events.push({ type: 'attempt-failed', attempt });
  if (state.response !== null) events.push({ type: 'response-start', response: state.response });
  for (const choice of state.choices) events.push(...snapshotChoice(choice));
  for (const { index, finishReason, stopReason } of state.choices) {
    if (finishReason === null) continue;
    events.push({ type: 'choice-end', index, finishReason, ...(stopReason !== undefined && { stopReason }) });
  }
  if (state.usage !== null) events.push({ type: 'usage', usage: state.usage });
  if (state.error !== null) events.push({ type: 'run-error', error: state.error });
  const first = events.findIndex((event) => event.type === 'text-delta' && event.text !== '');
  const { firstTokenMs } = state.timings;
  // While it is going, its timings are nowhere else.
  if (first !== -1 && firstTokenMs !== null && state.status === 'streaming') {
    events[first] = { ...(events[first] as TextDelta), firstTokenMs };
  }
  if (state.status !== 'streaming') {
    const { status, timings, price, cost } = state;
    events.push({ type: 'run-end', status, timings, ...(price && { price }), ...(cost && { cost }) });
  }
  return events.map((event, at) => ({ seq: at === events.length - 1 ? lastSeq : 0, event }));
}

type TextDelta = Extract<RunEvent, { type: 'text-delta' }>;

/** Memory of a snapshot's texts and tokens, and of the raw answer. */
export function snapshotBytes(events: readonly NumberedRunEvent[]): number {
  return events.reduce((sum, { event }) => sum + (isLarge(event) ? eventBytes(event) : 0), 0);
}

function isLarge(event: RunEvent): event is Extract<RunEvent, { type: 'text-delta' | 'response-start' }> {
  return event.type === 'text-delta' || event.type === 'response-start';
}

/** Events in groups of some hundred kilobytes, for readers that may be slow. */
export function* inChunks(events: readonly NumberedRunEvent[]): Generator<NumberedRunEvent[]> {
  let chunk: NumberedRunEvent[] = [];
  let size = 0;
  for (const numbered of events) {
    chunk.push(numbered);
    size += snapshotBytes([numbered]);
    if (size < CHUNK_BYTES) continue;
    yield chunk;
    chunk = [];
    size = 0;
  }
  if (chunk.length > 0) yield chunk;
}

function snapshotChoice({ index, text, tokens }: Choice): RunEvent[] {
  // When the tokens add up to the text, which is the rule, each chunk of text goes with its own tokens.
  if (tokens !== null && tokens.length > 0) {
    const chunks: RunEvent[] = [];
    let length = 0;
    for (let at = 0; at < tokens.length; at += CHUNK_TOKENS) {
      const some = tokens.slice(at, at + CHUNK_TOKENS);
      const chunk = joined(some);
      if (!text.startsWith(chunk, length))
        return [...snapshotText(index, text), ...snapshotTokens(index, tokens)];
      length += chunk.length;
      chunks.push({ type: 'text-delta', index, text: chunk, tokens: some });
    }
    return [...chunks, ...snapshotText(index, text.slice(length))];
  }
  return snapshotText(index, text);
}

function snapshotText(index: number, text: string): RunEvent[] {
  const chunks: RunEvent[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + CHUNK_CHARACTERS, text.length);
    // A lone surrogate would be lost in the encoding.
    const unit = text.charCodeAt(end - 1);
    if (end < text.length && unit >= 0xd800 && unit <= 0xdbff) end -= 1;
    chunks.push({ type: 'text-delta', index, text: text.slice(at, end) });
    at = end;
  }
  return chunks;
}

function snapshotTokens(index: number, tokens: readonly Token[]): RunEvent[] {
  const chunks: RunEvent[] = [];
  for (let at = 0; at < tokens.length; at += CHUNK_TOKENS) {
    chunks.push({ type: 'text-delta', index, text: '', tokens: tokens.slice(at, at + CHUNK_TOKENS) });
  }
  return chunks;
}

function joined(tokens: readonly Token[]): string {
  return tokens.map((token) => token.text).join('');
}
