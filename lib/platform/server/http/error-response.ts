import { APP_ERRORS, AppError } from '@/lib/platform/model/app-error';
import type { ErrorBody } from '@/lib/platform/model/error-body';
import type { Logger } from '../log';

/** An error as an answer of our API. An error that is not ours is logged, and answered without any detail. */
export function errorResponse(error: unknown, log: Logger): Response {
  const refusal = error instanceof AppError ? error : internal(error, log);
  const body: ErrorBody = {
    error: {
      code: refusal.code,
      message: refusal.message,
      ...(refusal.param === undefined ? {} : { param: refusal.param }),
    },
  };
  const headers = new Headers();
  if (refusal.retryAfterMs !== undefined) {
    headers.set('retry-after', String(Math.max(1, Math.ceil(refusal.retryAfterMs / 1000))));
  }
  return Response.json(body, { status: refusal.status, headers });
}

function internal(error: unknown, log: Logger): AppError {
  log.error({ err: error }, 'request failed');
  return new AppError('internal', { message: APP_ERRORS.internal.message });
}
