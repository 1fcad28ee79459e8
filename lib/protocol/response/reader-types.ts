import type { ResponseInfo, RunError } from '../run/run-events';

export interface ResponseLimits {
  /** Most of one event of a stream; default 1 MiB. */
  readonly maxEventBytes: number;
  /** Most of a plain JSON body; default 8 MiB. */
  readonly maxBodyBytes: number;
  /** Most memory that what is read may take, text, tokens and all (see run-size.ts); default 64 MiB. */
  readonly maxStateBytes: number;
}

export interface ResponseReaderOptions {
  /** As the server sent it. Servers err, so the first byte of the body has the last word. */
  readonly contentType: string | null;
  /** What is known from the headers: status and request id. */
  readonly response: ResponseInfo;
  /** prompts × n; the answer is over when all have a finish reason. Default 1. */
  readonly expectedChoices?: number;
  /** False skips log-probabilities that nobody asked for. Default true. */
  readonly expectLogprobs?: boolean;
  /** Alternatives a token that were asked for: more are not kept. Never more than 20, the default. */
  readonly alternatives?: number;
  readonly limits?: Partial<ResponseLimits>;
  /** Keys that were sent with the request: taken out of all that is read. */
  readonly secrets?: readonly string[];
}

export type ReaderEnd =
  | { readonly status: 'complete' }
  /** The body ended without an end. */
  | { readonly status: 'truncated' }
  | { readonly status: 'failed'; readonly error: RunError };

/** How the bytes of a body are read once their first byte has told what they are. */
export interface BodyReader {
  push(bytes: Uint8Array): ReaderEnd | null;
  finish(): ReaderEnd;
}
