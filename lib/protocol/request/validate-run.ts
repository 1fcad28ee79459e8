import type * as z from 'zod/mini';
import type { RequestIssue } from './request-rules';
import {
  type CompletionRequest,
  completionRequestSchema,
  type Retries,
  retriesSchema,
} from './request-schema';

export type ValidatedRequest =
  | { readonly ok: true; readonly request: CompletionRequest }
  | { readonly ok: false; readonly issues: readonly RequestIssue[] };

export type ValidatedRun =
  | { readonly ok: true; readonly request: CompletionRequest; readonly retries?: Retries }
  | { readonly ok: false; readonly issues: readonly RequestIssue[] };

/** Checks a request body against every rule, the ones that join fields included. One issue a field, the first. */
export function validateRequest(request: unknown): ValidatedRequest {
  const result = completionRequestSchema.safeParse(request);
  return result.success
    ? { ok: true, request: result.data }
    : { ok: false, issues: readIssues(result.error, null) };
}

/** Checks a request and the retries beside it; issues of the latter have the param `retries`. */
export function validateRun(run: { readonly request: unknown; readonly retries?: unknown }): ValidatedRun {
  const checked = validateRequest(run.request);
  if (run.retries === undefined) return checked;
  const retries = retriesSchema.safeParse(run.retries);
  if (checked.ok && retries.success) return { ok: true, request: checked.request, retries: retries.data };
  return {
    ok: false,
    issues: [
      ...(checked.ok ? [] : checked.issues),
      ...(retries.success ? [] : readIssues(retries.error, 'retries')),
    ],
  };
}

function readIssues(error: z.core.$ZodError, param: string | null): RequestIssue[] {
  const found = new Map<string, string>();
  const add = (name: string, message: string) => {
    if (!found.has(name)) found.set(name, message);
  };
  for (const issue of error.issues) {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys' && path.length === 0 && param === null) {
      for (const key of issue.keys) add(key, `“${key}” is not a parameter of completions.`);
    } else if (param !== null) {
      add(param, issueSentence(issue));
    } else {
      add(path[0] ?? 'request', issueSentence(issue));
    }
  }
  return [...found].map(([name, message]) => ({ param: name, message }));
}

/** What zod says of a union whose options all failed. */
const UNSAID = 'Invalid input';

/** The sentence of an issue: where a field takes one of several types, that of the type that was meant. */
export function issueSentence(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union' || issue.message !== UNSAID) return issue.message;
  const said = issue.errors.flat().find(({ message }) => message !== UNSAID);
  return said?.message ?? issue.message;
}
