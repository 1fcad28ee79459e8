/** How long and how much an upstream may take. Times in milliseconds, sizes in bytes. */
export interface UpstreamLimits {
  /** Look-up, connection and TLS handshake. */
  readonly connectMs: number;
  /** From the request to the first byte of a stream's body. */
  readonly firstByteMs: number;
  /**
   * The same for an answer that is not streamed: servers generate all of it before they send its first byte.
   */
  readonly firstByteWholeMs: number;
  /** Between two reads of a body. */
  readonly idleMs: number;
  /** Between two reads with any part of the answer; how long a server may send only keep-alives. */
  readonly quietMs: number;
  /** After the last choice has ended: the wait for usage and [DONE], which some servers never send. */
  readonly afterLastChoiceMs: number;
  /** From the request to the end of the body. */
  readonly totalMs: number;
  /** Of a body, after decompression. */
  readonly maxBodyBytes: number;
  /** For the body of an error: more is not read. */
  readonly maxErrorBodyBytes: number;
}

export const UPSTREAM_LIMITS: UpstreamLimits = {
  connectMs: 10_000,
  firstByteMs: 120_000,
  firstByteWholeMs: 600_000,
  idleMs: 60_000,
  quietMs: 5 * 60_000,
  afterLastChoiceMs: 5_000,
  totalMs: 30 * 60_000,
  maxBodyBytes: 64 * 1024 * 1024,
  maxErrorBodyBytes: 64 * 1024,
};

/** For the list of models, which a person waits for. */
export const MODEL_LIST_LIMITS: UpstreamLimits = {
  ...UPSTREAM_LIMITS,
  firstByteWholeMs: 15_000,
  idleMs: 15_000,
  totalMs: 30_000,
  // More than is parsed (fetch-models.ts), so that a list that is too large is reported as such.
  maxBodyBytes: 9 * 1024 * 1024,
};

/** For counting tokens while a person types: a server that is busy with a run may take a while to answer. */
export const TOKENIZER_LIMITS: UpstreamLimits = {
  ...UPSTREAM_LIMITS,
  connectMs: 5_000,
  firstByteWholeMs: 15_000,
  idleMs: 10_000,
  totalMs: 30_000,
  // The ids of 8 MiB of text with their texts.
  maxBodyBytes: 48 * 1024 * 1024,
};
