/** A refusal by our own API, with the field at fault if it named one. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** 0 when no answer came at all. */
  readonly status: number;
  readonly code: string;
  readonly param: string | undefined;
  /** Milliseconds, from `Retry-After`. */
  readonly retryAfterMs: number | undefined;

  constructor(refusal: {
    status: number;
    code: string;
    message: string;
    param?: string;
    retryAfterMs?: number;
  }) {
    super(refusal.message);
    this.status = refusal.status;
    this.code = refusal.code;
    this.param = refusal.param;
    this.retryAfterMs = refusal.retryAfterMs;
  }
}

/** The error when our server did not answer. */
export const OFFLINE = {
  status: 0,
  code: 'offline',
  message: "Can't reach the server. Check your network, then try again.",
} as const;

/** The message to show for anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong.';
}
