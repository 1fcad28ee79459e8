import { isErrorBody } from '@/lib/completions/errors/error-body';
import { maskSecrets } from '@/lib/completions/errors/mask-secrets';
import { errorFromStream, transportError } from '@/lib/completions/errors/upstream-error';
import type { ResponseEvent, ResponseInfo, RunError, Token, Usage } from '@/lib/completions/run/run-events';
import { readLogprobs } from './logprobs';
import { asText, isRecord } from './wire-json';

/** Highest choice index that is believed: a lying server must not make us allocate a million choices. */
const MAX_CHOICE_INDEX = 1023;

export interface AnswerReader {
  /** What the body turned out to be; before anything is read. */
  came(form: 'stream' | 'json'): void;
  /** Takes one parsed chunk, or the one body of a plain answer. Returns the error that it reports or is. */
  read(value: unknown, raw: string): RunError | null;
  /** The events since the last call: one text-delta a choice, in order of first appearance, ends after texts. */
  flush(): ResponseEvent[];
  /** The last events of an answer: `response-start` comes now if it did not come before. */
  close(): ResponseEvent[];
  /** Every choice that was asked for has its finish reason. */
  readonly allChoicesEnded: boolean;
  /** Some chunk was of the protocol: it had `choices`. */
  readonly recognised: boolean;
}

export interface AnswerReaderOptions {
  readonly response: ResponseInfo;
  readonly expectedChoices: number;
  readonly expectLogprobs: boolean;
  readonly secrets: readonly string[];
}

/** Turns the protocol's objects into events. Knows nothing of bytes. */
export function createAnswerReader(options: AnswerReaderOptions): AnswerReader {
  let info: ResponseInfo = options.response;
  let started = false;
  let recognised = false;
  let queue: ResponseEvent[] = [];
  /** Where in `queue` the text of a choice goes on. */
  let open = new Map<number, Extract<ResponseEvent, { type: 'text-delta' }>>();
  const seen = new Set<number>();
  const ended = new Set<number>();
  const withTokens = new Set<number>();
  let usage: Usage | null = null;
  let sentUsage: Usage | null = null;

  function start(): void {
    if (started) return;
    started = true;
    queue.push({ type: 'response-start', response: info });
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
    let kept = tokens;
    if (kept !== null) withTokens.add(index);
    // Once a choice has tokens they must go on adding up to its text, so a piece without any becomes one of its own.
    else if (withTokens.has(index)) kept = [{ text, logprob: null, top: [] }];
    const current = open.get(index);
    if (current !== undefined && (current.tokens !== undefined) === (kept !== null)) {
      current.text += text;
      if (kept !== null) for (const token of kept) current.tokens?.push(token);
      return;
    }
    const delta: Extract<ResponseEvent, { type: 'text-delta' }> =
      kept === null ? { type: 'text-delta', index, text } : { type: 'text-delta', index, text, tokens: kept };
    open.set(index, delta);
    queue.push(delta);
  }

  function endChoice(index: number, finishReason: string): void {
    if (ended.has(index)) return;
    start();
    ended.add(index);
    open.delete(index);
    queue.push({ type: 'choice-end', index, finishReason });
  }

  function readChoice(choice: Record<string, unknown>, position: number): RunError | null {
    const index = choice.index ?? position;
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index > MAX_CHOICE_INDEX) {
      return transportError(
        'malformed',
        `The server sent a choice with the index ${maskSecrets(JSON.stringify(index).slice(0, 1000), options.secrets).slice(0, 100)}.`,
        'index',
      );
    }
    seen.add(index);
    const text = readText(choice);
    const tokens = options.expectLogprobs ? readLogprobs(choice.logprobs, text) : null;
    addText(index, text, tokens);
    const reason = asText(choice.finish_reason);
    if (reason !== null) endChoice(index, reason);
    return null;
  }

  /** Together writes the finish reason beside the choices instead of into them. */
  function endAll(reason: string, choices: readonly unknown[]): void {
    const named = choices.flatMap((choice, position) =>
      isRecord(choice) && typeof (choice.index ?? position) === 'number'
        ? [Number(choice.index ?? position)]
        : [],
    );
    for (const index of named.length > 0 ? named : seen.size > 0 ? seen : [0]) endChoice(index, reason);
  }

  function readOne(chunk: Record<string, unknown>, raw: string): RunError | null {
    readInfo(chunk);
    // A chunk may carry text and an error at once: the text is kept.
    const choices = Array.isArray(chunk.choices) ? chunk.choices : [];
    if (Array.isArray(chunk.choices)) recognised = true;
    for (const [position, choice] of choices.entries()) {
      const problem = isRecord(choice) ? readChoice(choice, position) : null;
      if (problem !== null) return problem;
    }
    const reason = asText(chunk.finish_reason);
    if (reason !== null) endAll(reason, choices);
    const counts = readUsage(chunk.usage);
    if (counts !== null) {
      start();
      usage = counts;
    }
    return isErrorBody(chunk) ? errorFromStream(chunk, options.response.status, raw, options.secrets) : null;
  }

  function flush(): ResponseEvent[] {
    if (usage !== null && !sameUsage(usage, sentUsage)) {
      queue.push({ type: 'usage', usage });
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
    read(value, raw) {
      if (typeof value === 'string') {
        return errorFromStream(value, options.response.status, raw, options.secrets);
      }
      for (const chunk of Array.isArray(value) ? value : [value]) {
        const problem = isRecord(chunk) ? readOne(chunk, raw) : null;
        if (problem !== null) return problem;
      }
      return null;
    },
    flush,
    close() {
      start();
      return flush();
    },
  };
}

/** `text`, or what the chat shape calls it where a server answers in that. */
function readText(choice: Record<string, unknown>): string {
  if (typeof choice.text === 'string') return choice.text;
  for (const holder of [choice.delta, choice.message]) {
    if (isRecord(holder) && typeof holder.content === 'string') return holder.content;
  }
  return '';
}

function readUsage(value: unknown): Usage | null {
  if (!isRecord(value)) return null;
  const usage: Usage = {
    promptTokens: readCount(value.prompt_tokens),
    completionTokens: readCount(value.completion_tokens),
    totalTokens: readCount(value.total_tokens),
  };
  const empty = usage.promptTokens === null && usage.completionTokens === null && usage.totalTokens === null;
  return empty ? null : usage;
}

function readCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function sameUsage(a: Usage, b: Usage | null): boolean {
  return (
    b !== null &&
    a.promptTokens === b.promptTokens &&
    a.completionTokens === b.completionTokens &&
    a.totalTokens === b.totalTokens
  );
}
