import { ApiError } from './api-error';

/** What to show of a failed request at one field, and in the form as a whole. */
export interface FormErrors {
  /** The message for a field, by the name the server uses (`baseUrl`, `password.current`). */
  readonly at: (field: string) => string | undefined;
  /** What belongs to no field that the form shows. */
  readonly general: string | undefined;
}

/** Sorts an error to the field that its `param` names, where the form has that field. */
export function formErrors(error: unknown, fields: readonly string[]): FormErrors {
  if (!error) return { at: () => undefined, general: undefined };
  const message = error instanceof Error ? withWait(error) : 'Something went wrong. Try again.';
  const param = error instanceof ApiError ? error.param : undefined;
  const field = param !== undefined && fields.includes(param) ? param : undefined;
  return {
    at: (name) => (name === field ? message : undefined),
    general: field === undefined ? message : undefined,
  };
}

function withWait(error: Error): string {
  if (!(error instanceof ApiError) || !error.retryAfterMs) return error.message;
  const seconds = Math.ceil(error.retryAfterMs / 1000);
  const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  return `${error.message} Try again in ${wait}.`;
}

/** The same for what the browser's own check found, by the first issue of each field. */
export function issueErrors(
  issues: readonly { path: readonly PropertyKey[]; message: string }[],
  fields: readonly string[],
): FormErrors {
  const messages = new Map<string, string>();
  for (const issue of issues) {
    const field = issue.path.join('.');
    if (!messages.has(field)) messages.set(field, issue.message);
  }
  const elsewhere = [...messages].find(([field]) => !fields.includes(field));
  return { at: (name) => messages.get(name), general: elsewhere?.[1] };
}
