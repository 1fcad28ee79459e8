import { PARAMETER_NAMES, PARAMETERS, type ParameterValues, REQUIRED_FIELDS } from './parameters';
import {
  type FieldSpec,
  type Retries,
  VALUE_KINDS,
  type ValueIssue,
  type ValueKindName,
  type ValueOf,
} from './value-kinds';

/**
 * The body of `POST /v1/completions` as this app sends it, and all checks before it is sent. Every field but
 * `model` and `prompt` is optional: what the user did not switch on is absent, never null, because some
 * servers reject a request in which a field is merely present (llama.cpp with `best_of` or `suffix`).
 */
export type CompletionRequest = {
  [Name in keyof typeof REQUIRED_FIELDS]: ValueOf<(typeof REQUIRED_FIELDS)[Name]['kind']>;
} & Omit<ParameterValues, 'retries' | 'stop'> & { stop?: string | string[] | undefined };

/** What can be at fault in a run: a field of its request, or the retries beside it. */
export type FieldName = keyof CompletionRequest | 'retries';

/** Prompts × n. */
export const MAX_CHOICES = 128;

const FIELDS: Record<FieldName, FieldSpec & { readonly kind: ValueKindName }> = {
  ...REQUIRED_FIELDS,
  ...PARAMETERS,
};

/** The fields of a request's body: required ones first, then in the order of the parameters' table. */
export const BODY_FIELDS: readonly (keyof CompletionRequest)[] = [
  'model',
  'prompt',
  ...PARAMETER_NAMES.filter((name) => name !== 'retries'),
];

/** The first problem of a field on its own; null when it can be sent. */
export function checkField(name: FieldName, value: unknown): ValueIssue | null {
  const spec = FIELDS[name];
  return VALUE_KINDS[spec.kind].check(value, spec);
}

/** The value as it is sent, without unknown inner fields. Only for values that were checked. */
export function readField(name: FieldName, value: unknown): unknown {
  // A single stop text stays one: only settings make a list of it.
  return VALUE_KINDS[FIELDS[name].kind].read(value) ?? value;
}

/** A field at fault, with a sentence. */
export interface RequestIssue {
  readonly param: FieldName;
  readonly message: string;
}

export interface BuiltRun {
  readonly request: CompletionRequest;
  /** Present only when retries are switched on. */
  readonly retries?: Retries;
}

export type CheckedRun =
  | ({ readonly ok: true } & BuiltRun)
  | { readonly ok: false; readonly issues: readonly RequestIssue[] };

/**
 * Checks a request that this app built against every rule, and its retries. At most one issue per field, the
 * first.
 */
export function checkRun({ request, retries }: BuiltRun): CheckedRun {
  const issues: RequestIssue[] = [];
  const add = ({ param, message }: RequestIssue) => {
    if (!issues.some((issue) => issue.param === param)) issues.push({ param, message });
  };
  for (const name of BODY_FIELDS) {
    if (request[name] === undefined && !Object.hasOwn(REQUIRED_FIELDS, name)) continue;
    const issue = checkField(name, request[name]);
    if (issue) add({ param: name, message: issue.message });
  }
  jointIssues(request).forEach(add);
  const issue = retries === undefined ? null : checkField('retries', retries);
  if (issue) add({ param: 'retries', message: issue.message });
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, request: { ...request, model: request.model.trim() }, ...(retries && { retries }) };
}

/** Problems of fields that are valid on their own but not together. */
export function jointIssues(request: CompletionRequest): RequestIssue[] {
  const issues: RequestIssue[] = [];
  const blame = (param: FieldName, message: string) => issues.push({ param, message });
  const { n = 1, best_of: bestOf } = request;
  if (bestOf !== undefined && bestOf < n) {
    blame('best_of', `Best of (${bestOf}) must be at least the number of choices (${n}).`);
  }
  if (bestOf !== undefined && bestOf > n && request.stream) {
    blame('best_of', "Best of can't be streamed. Turn off streaming or best of.");
  }
  if (request.stream_options !== undefined && !request.stream) {
    blame('stream_options', 'Usage in stream needs streaming. Turn streaming on, or turn this off.');
  }
  if (request.max_tokens === 0 && !request.echo) {
    blame('max_tokens', 'Max tokens 0 needs echo. It only scores the prompt.');
  }
  const choices = expectedChoices(request);
  if (choices > MAX_CHOICES) {
    blame('n', `Too many choices: ${choices}. Prompts × n can be at most ${MAX_CHOICES}.`);
  }
  return issues;
}

/** Number of choices a request asks for: prompts × n. Choice index = i + promptIndex · n. */
export function expectedChoices({ prompt, n = 1 }: Pick<CompletionRequest, 'prompt' | 'n'>): number {
  return n * (Array.isArray(prompt) ? prompt.length : 1);
}
