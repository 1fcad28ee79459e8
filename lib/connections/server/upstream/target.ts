import type { Header } from '@/lib/connections/model/header-rules';
import type { RunError } from '@/lib/protocol/run/run-events';

/** A connection in use, with its key and its headers decrypted. Never log or serialize it. */
export interface UpstreamTarget {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly key: string | null;
  /** The header that carries the key, in lower case. */
  readonly keyHeader: string;
  /** Sent with every request. */
  readonly headers: readonly Header[];
  readonly isPractice: boolean;
  /** Set up by the server's owner: may be on a private network. */
  readonly isServers: boolean;
  /** Tokens per second of the practice model; unused elsewhere. */
  readonly practiceTokensPerSecond: number;
}

/** A call about tokens: each kind of server has it elsewhere (tokenizer/dialects.ts), on the connection's origin. */
export interface TokenizerResource {
  readonly url: string;
}

/** One request to an upstream. */
export interface UpstreamCall {
  readonly resource: 'completions' | 'models' | TokenizerResource;
  /** The JSON text to send, byte for byte; null sends a GET. */
  readonly body: string | null;
  /** Whether a stream was requested. */
  readonly stream: boolean;
  /** Called when the request begins to leave. */
  readonly onSent?: () => void;
}

export type BodyEnd =
  | { readonly how: 'whole' }
  /** The reader has everything it needs. */
  | { readonly how: 'enough' }
  /** The connection broke, or a limit of size or time ran out. */
  | { readonly how: 'broken'; readonly error: RunError };

/**
 * A reader's reaction to data: continue (`more`); continue, although none of it was useful (`nothing`:
 * comments, empty chunks); continue for a short while only, as everything that matters has come (`soon`); or
 * stop reading (`enough`).
 */
export type ReadNext = 'more' | 'nothing' | 'soon' | 'enough';

export interface UpstreamAnswer {
  readonly status: number;
  /** One header by its lower-case name. */
  readonly header: (name: string) => string | null;
  /** Reads the body once. */
  read(onBytes: (bytes: Uint8Array) => ReadNext): Promise<BodyEnd>;
}

export type UpstreamResult =
  | { readonly ok: true; readonly answer: UpstreamAnswer }
  | { readonly ok: false; readonly error: RunError };

/**
 * Carries calls to one upstream. Never rejects for what an upstream does. When the signal aborts, the
 * connection is closed immediately and pending calls end, with any result: callers check the signal first.
 */
export type Transport = (call: UpstreamCall, signal: AbortSignal) => Promise<UpstreamResult>;
