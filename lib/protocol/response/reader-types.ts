import type { ResponseInfo, RunError } from '../run/run-events';

export interface ResponseLimits {
  /** Maximum size of one event of a stream; default 1 MiB. */
  readonly maxEventBytes: number;
  /** Maximum size of a plain JSON body; default 8 MiB. */
  readonly maxBodyBytes: number;
  /** Maximum memory of everything that is read, text and tokens (see run-size.ts); default 64 MiB. */
  readonly maxStateBytes: number;
}

export interface ResponseReaderOptions {
  /** As the server sent it. Servers make mistakes, so the first byte of the body decides. */
  readonly contentType: string | null;
  /** What is known from the headers: status and request id. */
  readonly response: ResponseInfo;
  /** prompts × n; the answer is over when all have a finish reason. Default 1. */
  readonly expectedChoices?: number;
  /** False skips log-probabilities that were not requested. Default true. */
  readonly expectLogprobs?: boolean;
  /**
   * Number of alternatives per token that were requested: more are dropped. Never more than 20, the default.
   */
  readonly alternatives?: number;
  readonly limits?: Partial<ResponseLimits>;
  /** Keys that were sent with the request: removed from everything that is read. */
  readonly secrets?: readonly string[];
}

export type ReaderEnd =
  | { readonly status: 'complete' }
  /** The body ended without an end mark. */
  | { readonly status: 'truncated' }
  | { readonly status: 'failed'; readonly error: RunError };

/** Reads the bytes of a body once its first byte has determined its form. */
export interface BodyReader {
  push(bytes: Uint8Array): ReaderEnd | null;
  finish(): ReaderEnd;
}
