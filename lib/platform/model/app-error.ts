/**
 * Every way our own API refuses a request, in one table: code → HTTP status → sentence for people. An
 * upstream's failures are not here: they are `RunError`s and part of a run.
 */
export const APP_ERRORS = {
  invalid_json: { status: 400, message: "The request body isn't valid JSON." },
  invalid_request: { status: 400, message: "A request field isn't valid." },
  wrong_origin: { status: 403, message: 'The request came from another site.' },
  not_signed_in: { status: 401, message: 'Your session has expired.' },
  wrong_credentials: { status: 401, message: 'Wrong email or password.' },
  sign_in_again: { status: 403, message: 'Sign in again, then retry within 10 minutes.' },
  link_not_confirmed: { status: 403, message: 'Nothing was linked. Start in Settings → Account.' },
  identity_taken: { status: 409, message: 'That provider account is already linked to another account.' },
  sign_up_closed: { status: 403, message: "The playground isn't accepting new accounts." },
  guests_closed: { status: 403, message: 'Guest access to the playground is turned off. Sign in.' },
  storage_full: { status: 403, message: 'Your storage is full. Delete something you no longer need.' },
  forbidden: { status: 403, message: "That isn't allowed." },
  not_found: { status: 404, message: 'Not found.' },
  method_not_allowed: { status: 405, message: "This method isn't supported here." },
  other_account: {
    status: 409,
    message: "You're signed in to another account. Sign out first, then sign in again.",
  },
  conflict: { status: 409, message: "That's already taken." },
  gone: { status: 410, message: 'This link is no longer available.' },
  body_too_large: { status: 413, message: 'The request body is larger than 1 MB.' },
  wrong_content_type: { status: 415, message: 'Send application/json.' },
  idempotency_mismatch: {
    status: 422,
    message: 'This idempotency key was already used for another request.',
  },
  key_needed: { status: 422, message: 'The base URL points to a different server. Enter the key again.' },
  address_refused: { status: 422, message: "The playground isn't allowed to connect to that address." },
  rate_limited: { status: 429, message: 'Too many requests. Wait a moment.' },
  too_many_runs: {
    status: 429,
    message: 'Too many runs are in progress. Stop one or wait for one to finish.',
  },
  internal: { status: 500, message: 'Something went wrong in the playground.' },
  disk_full: {
    status: 507,
    message:
      "The playground's disk is nearly full, so nothing new can be stored. Runs in progress are still saved.",
  },
  unavailable: { status: 503, message: "The server isn't ready. Try again in a moment." },
} as const satisfies Record<string, { status: number; message: string }>;

export type AppErrorCode = keyof typeof APP_ERRORS;

export interface AppErrorDetail {
  /** Replaces the table's sentence when more is known. */
  readonly message?: string;
  /** The field at fault, as the client named it. */
  readonly param?: string;
  /** Milliseconds after which to try again. */
  readonly retryAfterMs?: number;
}

const IS_APP_ERROR = Symbol.for('completions-playground.app-error');

/** The one error type that is thrown across features; the route wrapper turns it into an answer. */
export class AppError extends Error {
  /**
   * Pages and handlers are bundled separately, each with its own copy of the class, and one may catch what
   * the other throws.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && IS_APP_ERROR in value;
  }

  readonly [IS_APP_ERROR] = true;
  override readonly name = 'AppError';
  readonly code: AppErrorCode;
  readonly param: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: AppErrorCode, detail: AppErrorDetail = {}) {
    super(detail.message ?? APP_ERRORS[code].message);
    this.code = code;
    this.param = detail.param;
    this.retryAfterMs = detail.retryAfterMs;
  }

  get status(): number {
    return APP_ERRORS[this.code].status;
  }
}
