import { PARAMETER_NAMES, PARAMETERS, type ParameterValues, REQUIRED_FIELDS } from './parameters';
import { promptCount } from './prompts';
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

/** Prompts × n that this app keeps of one run. */
const MAX_CHOICES = 1_024;
/** Prompts × n at OpenAI. */
const OPENAI_CHOICES = 128;

/**
 * Whose rules hold. `openai`: those that OpenAI documents. `wide`: only what no server takes is refused. `practice`:
 * OpenAI's, but wider where the practice model can do more.
 */
export type Rules = 'openai' | 'practice' | 'wide';

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

/** The names that have a meaning of their own at the top level of a body. */
export const BODY_NAMES: ReadonlySet<string> = new Set(BODY_FIELDS.filter((name) => name !== 'extra_body'));

/** Where the practice model takes more than OpenAI. */
const PRACTICE_WIDE: ReadonlySet<FieldName> = new Set(['prompt', 'stop', 'logprobs', 'max_tokens', 'top_k']);

/** The fields that a request may have besides those of the table. */
export type ExtraFields = CompletionRequest['extra_body'];

/** The field that a server means by a name; null: none that has a control. */
export function fieldNamed(name: string | null | undefined, extra?: ExtraFields): FieldName | null {
  if (name === null || name === undefined) return null;
  if (Object.hasOwn(FIELDS, name)) return name as FieldName;
  return extra !== undefined && Object.hasOwn(extra, name) ? 'extra_body' : null;
}

export function labelOf(name: FieldName): string {
  return FIELDS[name].label;
}

/** A field's bounds by these rules. */
export function boundsOf(name: FieldName, rules: Rules): FieldSpec {
  const spec = FIELDS[name];
  const isWide = rules === 'wide' || (rules === 'practice' && PRACTICE_WIDE.has(name));
  return isWide ? { ...spec, ...spec.wide } : spec;
}

/** The first problem of a field on its own; null when it can be sent. */
export function checkField(name: FieldName, value: unknown, rules: Rules = 'wide'): ValueIssue | null {
  return VALUE_KINDS[FIELDS[name].kind].check(value, boundsOf(name, rules));
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
export function checkRun({ request, retries }: BuiltRun, rules: Rules = 'wide'): CheckedRun {
  const issues: RequestIssue[] = [];
  const add = ({ param, message }: RequestIssue) => {
    if (!issues.some((issue) => issue.param === param)) issues.push({ param, message });
  };
  for (const name of BODY_FIELDS) {
    if (request[name] === undefined && !Object.hasOwn(REQUIRED_FIELDS, name)) continue;
    const issue = checkField(name, request[name], rules);
    if (issue) add({ param: name, message: issue.message });
  }
  jointIssues(request, rules).forEach(add);
  const issue = retries === undefined ? null : checkField('retries', retries);
  if (issue) add({ param: 'retries', message: issue.message });
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, request: { ...request, model: request.model.trim() }, ...(retries && { retries }) };
}

/** Prompts × n at most. */
export function maxChoices(rules: Rules): number {
  return rules === 'openai' ? OPENAI_CHOICES : MAX_CHOICES;
}

/** Problems of fields that are valid on their own but not together. */
export function jointIssues(request: CompletionRequest, rules: Rules): RequestIssue[] {
  const issues: RequestIssue[] = rules === 'wide' ? [] : contradictions(request);
  const choices = expectedChoices(request);
  const max = maxChoices(rules);
  if (choices > max) {
    issues.push({ param: 'n', message: `Too many choices: ${choices}. Prompts × n can be at most ${max}.` });
  }
  const own = Object.keys(request.extra_body ?? {}).find((name) => BODY_NAMES.has(name));
  if (own !== undefined) {
    issues.push({ param: 'extra_body', message: `${own} has its own field. Set it there.` });
  }
  return issues;
}

/** Fields that OpenAI refuses together; others may ignore one of them. */
function contradictions(request: CompletionRequest): RequestIssue[] {
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
    blame('stream_options', 'Usage in stream needs streaming. Turn on streaming, or turn this off.');
  }
  if (request.max_tokens === 0 && !request.echo) {
    blame('max_tokens', 'Max tokens 0 only scores the prompt, so it needs echo.');
  }
  return issues;
}

/** What OpenAI would refuse in a request that goes to another server: not a fault, but worth a note. */
export function openAiNotes(run: BuiltRun, rules: Rules): readonly RequestIssue[] {
  const strict = checkRun(run, 'openai');
  const checked = checkRun(run, rules);
  if (strict.ok) return [];
  const faults = checked.ok ? [] : checked.issues;
  return strict.issues.filter(({ param }) => !faults.some((fault) => fault.param === param));
}

/** The request as it goes over the wire: other fields are at the top level. */
export function wireBody({ extra_body: extra, ...request }: CompletionRequest): Record<string, unknown> {
  return { ...request, ...extra };
}

/** Number of choices a request asks for: prompts × n. Choice index = i + promptIndex · n. */
export function expectedChoices({ prompt, n = 1 }: Pick<CompletionRequest, 'prompt' | 'n'>): number {
  return n * promptCount(prompt);
}
