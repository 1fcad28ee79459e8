import { AppError } from '@/lib/platform/model/app-error';
import type { Logger } from '@/lib/platform/server/log';
import type { RunError, RunErrorKind } from '@/lib/protocol/run/run-events';
import type { WireErrorBody } from '@/lib/protocol/wire/completion-wire';

/** A refusal in the format of r9s, so that every client raises its error class for the status. */
export interface WireError {
  readonly status: number;
  readonly body: WireErrorBody;
  readonly retryAfterMs: number | null;
}

/** Used when the upstream gave no status, or none that fits this call. */
const STATUS_OF_KIND: Readonly<Record<RunErrorKind, number>> = {
  bad_request: 400,
  authentication: 401,
  permission: 403,
  unprocessable: 422,
  rate_limit: 429,
  server: 500,
  unavailable: 503,
  http_other: 502,
  connect: 503,
  address_refused: 422,
  timeout: 504,
  malformed: 502,
  too_large: 502,
  stream: 502,
  internal: 500,
  refused: 400,
};

const TYPE_OF_STATUS: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  422: 'unprocessable_entity_error',
  429: 'rate_limit_error',
  503: 'service_unavailable_error',
};

function typeOf(status: number): string {
  return TYPE_OF_STATUS[status] ?? (status < 500 ? 'invalid_request_error' : 'server_error');
}

/**
 * What the upstream (or the network) did to a run, with its own message and status.
 *
 * @param hint a sentence of ours behind that message
 */
export function wireErrorOfRun(error: RunError, hint: string | null = null): WireError {
  const given = error.status ?? 0;
  const status = given >= 400 && given <= 599 ? given : STATUS_OF_KIND[error.kind];
  return {
    status,
    body: {
      error: {
        message: hint === null ? error.message : `${error.message} ${hint}`,
        type: error.type ?? typeOf(status),
        code: error.code,
        ...(error.param === null ? {} : { param: error.param }),
      },
    },
    retryAfterMs: error.retryAfterMs,
  };
}

/** A run that ended early without an error: stopped in the page, cut off, or the server shut down. */
export function wireErrorOfEnd(status: keyof typeof EARLY_ENDS): WireError {
  const { http, message, code } = EARLY_ENDS[status];
  return { status: http, body: { error: { message, type: typeOf(http), code } }, retryAfterMs: null };
}

const EARLY_ENDS = {
  truncated: { http: 502, message: 'The upstream response ended early.', code: 'truncated' },
  // No client retries a 499, and somebody deliberately stopped the run.
  stopped: { http: 499, message: 'The run was stopped.', code: 'stopped' },
  interrupted: { http: 503, message: 'The server shut down during the run.', code: 'interrupted' },
  failed: { http: 502, message: 'The run failed.', code: 'failed' },
  refused: { http: 400, message: 'The request was rejected.', code: 'refused' },
} as const;

/** A refusal of our own. Any other error is logged, and answered without any detail. */
export function wireErrorOf(error: unknown, log: Logger): WireError {
  if (error instanceof AppError) return wireErrorOfRefusal(error);
  log.error({ err: error }, 'API call failed');
  return wireErrorOfRefusal(new AppError('internal'));
}

export function wireErrorOfRefusal({ status, code, message, param, retryAfterMs }: AppError): WireError {
  return {
    status,
    body: {
      error: {
        message,
        type: typeOf(status),
        code: code === 'not_signed_in' ? 'invalid_api_key' : code,
        ...(param === undefined ? {} : { param }),
      },
    },
    retryAfterMs: retryAfterMs ?? null,
  };
}

export function wireErrorResponse({ status, body, retryAfterMs }: WireError): Response {
  const headers = new Headers();
  if (retryAfterMs !== null) headers.set('retry-after', String(Math.max(1, Math.ceil(retryAfterMs / 1000))));
  return Response.json(body, { status, headers });
}
