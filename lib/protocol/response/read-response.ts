import { transportError } from '../errors/upstream-error';
import type { ResponseEvent } from '../run/run-events';
import { createAnswerReader } from './answer-reader';
import { MAX_ALTERNATIVES } from './logprobs';
import { createAnswerMask } from './mask-answer';
import { createJsonBodyReader, createPageReader } from './read-body';
import { createStreamReader } from './read-stream';
import type { BodyReader, ReaderEnd, ResponseLimits, ResponseReaderOptions } from './reader-types';

const MIB = 1024 * 1024;
const DEFAULT_LIMITS: ResponseLimits = {
  maxEventBytes: MIB,
  maxBodyBytes: 8 * MIB,
  maxStateBytes: 64 * MIB,
};

/**
 * Reads one answer to `POST /v1/completions`, streamed or plain, as it comes in. Synchronous, linear in the bytes,
 * bounded in memory, and indifferent to where the network cut the bytes. Never throws on what a server sends.
 */
export interface ResponseReader {
  /** Events from these bytes, one text-delta per choice. Bytes after an end are ignored. */
  push(bytes: Uint8Array): ResponseEvent[];
  /** Set as soon as the end is known ([DONE], an error): the rest of the body need not be awaited. */
  readonly ended: ReaderEnd | null;
  /** Every expected choice has its finish reason: only usage and [DONE] can still come. */
  readonly allChoicesEnded: boolean;
  /** What the body turned out to be; null before its first byte. */
  readonly form: 'stream' | 'json' | 'page' | null;
  /** Call when the body is over. Text that has come stays valid, whatever the end is. */
  end(): { events: ResponseEvent[]; end: ReaderEnd };
  /**
   * Call when nothing more will be read: returns text that was held back because it could have become a key.
   */
  remaining(): ResponseEvent[];
}

export function createResponseReader(options: ResponseReaderOptions): ResponseReader {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const answer = createAnswerReader({
    response: options.response,
    expectedChoices: options.expectedChoices ?? 1,
    expectLogprobs: options.expectLogprobs ?? true,
    alternatives: options.alternatives ?? MAX_ALTERNATIVES,
    maxStateBytes: limits.maxStateBytes,
    secrets: options.secrets ?? [],
  });
  const mask = createAnswerMask(options.secrets ?? []);
  let form: ResponseReader['form'] = null;
  let body: BodyReader | null = null;
  let ended: ReaderEnd | null = null;
  let closed = false;

  function choose(first: number): BodyReader | ReaderEnd {
    if (first === 0x1f) {
      const message = "The server sent a compressed response that wasn't requested.";
      return { status: 'failed', error: transportError('malformed', message, 'compressed') };
    }
    form = formOf(first);
    if (form !== 'page') answer.came(form);
    if (form === 'stream') return createStreamReader(answer, options, limits.maxEventBytes);
    if (form === 'page') return createPageReader(options);
    return createJsonBodyReader(answer, options, limits.maxBodyBytes);
  }

  const remaining = () => mask?.end() ?? [];

  function close(): ResponseEvent[] {
    closed = true;
    const events = answer.close();
    return mask === null ? events : [...mask.apply(events), ...remaining()];
  }

  return {
    get ended() {
      return ended;
    },
    get allChoicesEnded() {
      return answer.allChoicesEnded;
    },
    get form() {
      return form;
    },
    push(bytes) {
      if (ended !== null) return [];
      let remaining = bytes;
      if (body === null) {
        const at = firstNonBlank(bytes);
        if (at === -1) return [];
        remaining = bytes.subarray(at);
        const chosen = choose(remaining[0] ?? 0);
        if ('status' in chosen) ended = chosen;
        else body = chosen;
      }
      ended ??= body?.push(remaining) ?? null;
      if (ended === null) return mask === null ? answer.flush() : mask.apply(answer.flush());
      return close();
    },
    end() {
      ended ??= body?.finish() ?? { status: 'truncated' };
      return { events: closed ? [] : close(), end: ended };
    },
    remaining,
  };
}

/** `data:` or a comment begins a stream; anything unknown is also read as one, and rejected at its end. */
function formOf(first: number): 'stream' | 'json' | 'page' {
  if (first === 0x7b || first === 0x5b || first === 0x22) return 'json';
  return first === 0x3c ? 'page' : 'stream';
}

/** Index of the first byte that is neither white space nor part of a byte order mark; −1 when there is none. */
function firstNonBlank(bytes: Uint8Array): number {
  return bytes.findIndex(
    (byte) =>
      byte !== 0x20 &&
      byte !== 0x09 &&
      byte !== 0x0a &&
      byte !== 0x0d &&
      byte !== 0xef &&
      byte !== 0xbb &&
      byte !== 0xbf,
  );
}
