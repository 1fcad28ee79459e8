import { isErrorBody } from '../errors/error-body';
import { maskSecrets } from '../errors/mask-secrets';
import { errorFromStream, transportError } from '../errors/upstream-error';
import type {
  ResponseDetails,
  ResponseEvent,
  ResponseInfo,
  RunError,
  StopReason,
  Token,
  Usage,
} from '../run/run-events';
import { eventBytes, textBytes } from '../run/run-size';
import { createChoiceIndexer, type IndexedChoice } from './choice-indexer';
import { readLogprobs, withRest } from './logprobs';
import { asProtocolChunk } from './native-answer';
import { createRawAnswer } from './raw-answer';
import { readUsage, sameUsage } from './read-usage';
import { readDetails, sameDetails } from './response-details';
import { readStopReason } from './stop-reason';
import { asText, isRecord } from './wire-json';

export interface AnswerReader {
  /** Reports what the body is, before anything is read. */
  came(form: 'stream' | 'json'): void;
  /** Takes one parsed chunk, or the whole body of a plain answer. Returns the error in it, if any. */
  read(value: unknown, text: string): RunError | null;
  /**
   * The events since the last call: one text-delta per choice, in order of first appearance, ends after
   * texts.
   */
  flush(): ResponseEvent[];
  /** What is wrong with an answer that seems complete; null: nothing. */
  atEnd(): RunError | null;
  /** The last events of an answer, including `response-start` if it has not been sent. */
  close(): ResponseEvent[];
  /** Every expected choice has its finish reason. */
  readonly allChoicesEnded: boolean;
  /** Some chunk followed the protocol: it had `choices`. */
  readonly recognised: boolean;
}

export interface AnswerReaderOptions {
  readonly response: ResponseInfo;
  readonly expectedChoices: number;
  readonly expectLogprobs: boolean;
  /** Maximum number of alternatives stored per token. */
  readonly alternatives: number;
  /** Maximum memory for all events together. */
  readonly maxStateBytes: number;
  readonly secrets: readonly string[];
}

type TextDelta = Extract<ResponseEvent, { type: 'text-delta' }>;

/** Turns the protocol's objects into events. Does not deal with bytes. */
export function createAnswerReader(options: AnswerReaderOptions): AnswerReader {
  let info: ResponseInfo = options.response;
  let started = false;
  let recognised = false;
  let queue: ResponseEvent[] = [];
  /** For each choice, the text-delta in `queue` that its next text is added to. */
  let open = new Map<number, TextDelta>();
  const seen = new Set<number>();
  const ended = new Set<number>();
  const withTokens = new Set<number>();
  const indexer = createChoiceIndexer(options.expectedChoices);
  let wrote = false;
  let isOver = false;
  let usage: Usage | null = null;
  let sentUsage: Usage | null = null;
  let details: ResponseDetails = {};
  let sentDetails: ResponseDetails = {};
  const raw = createRawAnswer();
  /** Memory that is left for further events. */
  let space = options.maxStateBytes;

  function put(event: ResponseEvent): void {
    queue.push(event);
    space -= eventBytes(event);
  }

  function start(): void {
    if (started) return;
    started = true;
    put({ type: 'response-start', response: { ...info, ...details } });
    sentDetails = details;
  }

  function readInfo(chunk: Record<string, unknown>): void {
    if (started) return;
    info = {
      ...info,
      id: info.id ?? asText(chunk.id),
      model: info.model ?? asText(chunk.model),
      systemFingerprint: info.systemFingerprint ?? asText(chunk.system_fingerprint),
    };
    if (info.id !== null || info.model !== null) start();
  }

  function addText(index: number, text: string, tokens: Token[] | null): void {
    if (text === '' && tokens === null) return;
    start();
    const delta = deltaOf(index, text, tokens);
    const current = open.get(index);
    if (current === undefined || (current.tokens === undefined) !== (delta.tokens === undefined)) {
      open.set(index, delta);
      put(delta);
      return;
    }
    space -= eventBytes(delta);
    current.text += text;
    for (const token of delta.tokens ?? []) current.tokens?.push(token);
  }

  function deltaOf(index: number, text: string, tokens: Token[] | null): TextDelta {
    if (tokens !== null) withTokens.add(index);
    // Once a choice has tokens they must always add up to its text, so a chunk without tokens becomes one
    // token.
    const given = tokens ?? (withTokens.has(index) ? [{ text, logprob: null, top: [] }] : undefined);
    return { type: 'text-delta', index, text, ...(given && { tokens: given }) };
  }

  /** The chunk exceeds the memory limit: as much of its text as fits is added, without probabilities. */
  function addWhatFits(index: number, text: string): RunError {
    const max = Math.max(0, Math.floor((space - textBytes('')) / 4));
    addText(index, text.slice(0, max).replace(/[\ud800-\udbff]$/, ''), null);
    const size = Math.round(options.maxStateBytes / 1024 / 1024);
    return transportError('too_large', `The response exceeds the limit of ${size} MB per run.`, 'run');
  }

  function endChoice(index: number, finishReason: string, stopReason: StopReason | null = null): void {
    if (ended.has(index)) return;
    start();
    // What came with the end goes before it, so that a reader can pass both on together.
    putDetails();
    ended.add(index);
    open.delete(index);
    put({ type: 'choice-end', index, finishReason, ...(stopReason !== null && { stopReason }) });
  }

  /** Only at the ends of choices and of the answer: some servers repeat their timings with every token. */
  function putDetails(more: ResponseDetails = {}): void {
    const all = { ...details, ...more };
    if (sameDetails(all, sentDetails)) return;
    put({ type: 'response-details', details: all });
    sentDetails = all;
  }

  function readChoice({ index, choice }: IndexedChoice, chunk: Record<string, unknown>): RunError | null {
    seen.add(index);
    const text = readText(choice);
    if (text !== '') wrote = true;
    const limits = { alternatives: options.alternatives, bytes: space };
    const probabilities =
      choice.logprobs ?? choice.completion_probabilities ?? chunk.completion_probabilities;
    const tokens = options.expectLogprobs ? withRest(readLogprobs(probabilities, text, limits), text) : null;
    if (eventBytes(deltaOf(index, text, tokens)) > space) return addWhatFits(index, text);
    addText(index, text, tokens);
    const given = choice.finish_reason;
    const reason = asText(isRecord(given) ? given.type : given);
    if (reason !== null) endChoice(index, reason, readStopReason(choice, chunk));
    return null;
  }

  /** Together sends the finish reason beside the choices instead of inside them. */
  function endAll(reason: string, choices: readonly IndexedChoice[]): void {
    const named = choices.map(({ index }) => index);
    for (const index of named.length > 0 ? named : seen.size > 0 ? seen : [0]) endChoice(index, reason);
  }

  function unplaced(message: string): RunError {
    return transportError('malformed', maskSecrets(message, options.secrets).slice(0, 300), 'index');
  }

  function readOne(sent: Record<string, unknown>, text: string, isWhole: boolean): RunError | null {
    const chunk = asProtocolChunk(sent);
    details = { ...details, ...readDetails(chunk) };
    readInfo(chunk);
    // A chunk may have text and an error at once: the text is added first.
    const choices = Array.isArray(chunk.choices) ? chunk.choices : [];
    if (Array.isArray(chunk.choices)) recognised = true;
    const indexed = indexer.assign(choices, isWhole);
    if (!indexed.ok) return unplaced(indexed.message);
    raw.add(sent, chunk === sent ? indexed.choices : []);
    for (const choice of indexed.choices) {
      const problem = readChoice(choice, chunk);
      if (problem !== null) return problem;
    }
    const reason = asText(chunk.finish_reason);
    if (reason !== null) endAll(reason, indexed.choices);
    const counts = readUsage(chunk.usage);
    if (counts !== null) {
      start();
      usage = counts;
    }
    return isErrorBody(chunk) ? errorFromStream(chunk, options.response.status, text, options.secrets) : null;
  }

  /** Zeros mean "not counted" when there is text, and in a stream more text may follow. */
  function isCounted(counts: Usage): boolean {
    const isNothing = !counts.promptTokens && !counts.completionTokens && !counts.totalTokens;
    return !isNothing || (isOver && !wrote);
  }

  function flush(): ResponseEvent[] {
    if (usage !== null && isCounted(usage) && !sameUsage(usage, sentUsage)) {
      put({ type: 'usage', usage });
      sentUsage = usage;
    }
    const events = queue;
    queue = [];
    open = new Map();
    return events;
  }

  return {
    came(form) {
      info = { ...info, form };
    },
    get allChoicesEnded() {
      return ended.size >= options.expectedChoices;
    },
    get recognised() {
      return recognised;
    },
    read(value, text) {
      if (typeof value === 'string') {
        return errorFromStream(value, options.response.status, text, options.secrets);
      }
      const isWhole = info.form === 'json' && !Array.isArray(value);
      for (const chunk of Array.isArray(value) ? value : [value]) {
        const problem = isRecord(chunk) ? readOne(chunk, text, isWhole) : null;
        if (problem !== null) return problem;
      }
      return null;
    },
    flush,
    atEnd() {
      const message = indexer.atEnd();
      return message === null ? null : unplaced(message);
    },
    close() {
      start();
      isOver = true;
      const events = flush();
      putDetails(raw.details());
      return [...events, ...flush()];
    },
  };
}

/** `text`, or the chat field that some servers use instead. */
function readText(choice: Record<string, unknown>): string {
  if (typeof choice.text === 'string') return choice.text;
  for (const holder of [choice.delta, choice.message]) {
    if (isRecord(holder) && typeof holder.content === 'string') return holder.content;
  }
  return '';
}
