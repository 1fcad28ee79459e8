import { ApiError } from './api-error';

/** What to show for a failed request at one field, and in the form as a whole. */
export interface FormErrors {
  /** The message for a field, by the name the server uses (`baseUrl`, `password.current`). */
  readonly at: (field: string) => string | undefined;
  /** The message that belongs to none of the form's fields. */
  readonly general: string | undefined;
}

/** Assigns an error to the field that its `param` names, if the form has that field. */
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

/** The same for the browser's own validation, with the first issue of each field. */
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
