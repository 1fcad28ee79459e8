import * as z from 'zod/mini';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';

/**
 * Checks: small tests that every output of a comparison passes or fails (docs/decisions/0044). They belong to the
 * plan and to no request, so they can be changed after the runs without a call. How they are computed: run-checks.ts.
 */

export const MAX_CHECKS = 20;
const MAX_CHECK_TEXT = 1_000;
const MAX_CHECK_KEYS = 20;
const MAX_CHECK_KEY = 200;
const MAX_CHECK_LENGTH = 10_000_000;

/** Names the check for as long as it exists: its measure is chosen by it. */
const checkIdSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,32}$/));

const TEXT_KINDS = ['contains', 'not_contains', 'equals', 'starts_with', 'ends_with', 'matches'] as const;

const textCheckSchema = z
  .strictObject({
    id: checkIdSchema,
    kind: z.enum(TEXT_KINDS),
    /** Of `matches`: a regular expression in the syntax of RE2. */
    value: z.string().check(
      z.maxLength(MAX_CHECK_TEXT, {
        error: `Use at most ${MAX_CHECK_TEXT.toLocaleString('en')} characters.`,
      }),
    ),
    matchCase: z.boolean(),
  })
  .check(
    // An output may have to be empty, but every output contains the empty text.
    z.refine(({ kind, value }) => kind === 'equals' || value !== '', {
      path: ['value'],
      error: 'Enter some text.',
    }),
    z.refine(({ kind, value }) => !kind.endsWith('_with') || value.trim() !== '', {
      path: ['value'],
      error: 'Enter text other than spaces.',
    }),
  );

/** The output equals what the cell's row of the table has in the column `expected`. */
const expectedCheckSchema = z.strictObject({
  id: checkIdSchema,
  kind: z.literal('equals_expected'),
  matchCase: z.boolean(),
});

const jsonCheckSchema = z.strictObject({
  id: checkIdSchema,
  kind: z.literal('json'),
  /** Keys that the object must have, at its first level; none: any JSON passes. */
  keys: z
    .array(
      z
        .string()
        .check(
          z.minLength(1, { error: 'A key is empty.' }),
          z.maxLength(MAX_CHECK_KEY, { error: `Use at most ${MAX_CHECK_KEY} characters for a key.` }),
        ),
    )
    .check(z.maxLength(MAX_CHECK_KEYS, { error: `Use at most ${MAX_CHECK_KEYS} keys.` })),
});

const bound = z.nullable(
  z
    .int({ error: 'Use a whole number.' })
    .check(
      z.minimum(0, { error: "A length can't be negative." }),
      z.maximum(MAX_CHECK_LENGTH, { error: `Use at most ${MAX_CHECK_LENGTH.toLocaleString('en')}.` }),
    ),
);

const lengthCheckSchema = z
  .strictObject({
    id: checkIdSchema,
    kind: z.literal('length'),
    unit: z.enum(['characters', 'tokens']),
    /** Both included; null: no bound. */
    min: bound,
    max: bound,
  })
  .check(
    z.refine(({ min, max }) => min !== null || max !== null, {
      path: ['min'],
      error: 'Enter a minimum or a maximum.',
    }),
    z.refine(({ min, max }) => (min ?? 0) <= (max ?? Number.POSITIVE_INFINITY), {
      path: ['max'],
      error: "The maximum can't be below the minimum.",
    }),
  );

export const checkSchema = z.discriminatedUnion('kind', [
  textCheckSchema,
  expectedCheckSchema,
  jsonCheckSchema,
  lengthCheckSchema,
]);
export type Check = z.infer<typeof checkSchema>;
export type TextCheck = z.infer<typeof textCheckSchema>;
export type CheckKind = Check['kind'];

export const checksSchema = z.array(checkSchema).check(
  z.maxLength(MAX_CHECKS, { error: `Use at most ${MAX_CHECKS} checks.` }),
  z.refine((checks) => new Set(checks.map(({ id }) => id)).size === checks.length, {
    error: 'Two checks have the same ID.',
  }),
);

/** What a check says about one output. */
export const verdictSchema = z.strictObject({
  /** Null: no verdict. */
  pass: z.nullable(z.boolean()),
  /** Why it failed, or why there is no verdict, to be read after the check; null when it passed. Has no text of the output. */
  why: z.nullable(z.string()),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** For one list that is the same at every read, as stores need it. */
export const NO_CHECKS: readonly Check[] = [];

export const KIND_LABELS: Readonly<Record<CheckKind, string>> = {
  contains: 'Contains',
  not_contains: "Doesn't contain",
  equals: 'Equals',
  equals_expected: 'Equals the column “expected”',
  matches: 'Matches',
  starts_with: 'Starts with',
  ends_with: 'Ends with',
  json: 'Is JSON',
  length: 'Length',
};

const MAX_SHOWN = 40;

/** `Contains “Paris”`, `Is JSON with “name”`, `10 to 20 tokens`. */
export function checkLabel(check: Check): string {
  if (check.kind === 'json') {
    return check.keys.length === 0
      ? KIND_LABELS.json
      : `${KIND_LABELS.json} with ${check.keys.map(quoted).join(', ')}`;
  }
  if (check.kind === 'length') return lengthLabel(check.min, check.max, check.unit);
  if (check.kind === 'matches') return `${KIND_LABELS.matches} /${shown(check.value)}/`;
  if (check.kind === 'equals_expected') return KIND_LABELS.equals_expected;
  return `${KIND_LABELS[check.kind]} ${quoted(check.value)}`;
}

export function checkDescription(check: Check): string {
  if (check.kind === 'json') return 'The whole output is one JSON value.';
  if (check.kind === 'length') return `Number of ${check.unit} in the output.`;
  const around = check.kind.startsWith('equals') || check.kind.endsWith('_with');
  return [
    check.matchCase ? 'Case-sensitive.' : 'Ignores case.',
    ...(around ? ['Spaces and line breaks around the text are ignored.'] : []),
  ].join(' ');
}

function lengthLabel(min: number | null, max: number | null, unit: string): string {
  const figure = (value: number) => value.toLocaleString('en');
  const unitOf = (value: number) => (value === 1 ? unit.slice(0, -1) : unit);
  if (min !== null && max !== null) {
    return min === max ? `Exactly ${figure(min)} ${unitOf(min)}` : `${figure(min)} to ${figure(max)} ${unit}`;
  }
  if (max !== null) return `At most ${figure(max)} ${unitOf(max)}`;
  return `At least ${figure(min ?? 0)} ${unitOf(min ?? 0)}`;
}

export function quoted(text: string): string {
  return `“${shown(text)}”`;
}

function shown(text: string): string {
  const inline = visibleInline(text.slice(0, 4 * MAX_SHOWN)).replaceAll('␣', ' ');
  const characters = [...inline];
  return characters.length > MAX_SHOWN ? `${characters.slice(0, MAX_SHOWN - 1).join('')}…` : inline;
}

/** `Pass` for one output, `3 of 5` for several. @param rate the share that passes, of `of` outputs with a verdict */
export function rateLabel(rate: number, of: number): string {
  if (of === 1) return rate === 1 ? 'Pass' : 'Fail';
  return `${Math.round(rate * of).toLocaleString('en')} of ${of.toLocaleString('en')}`;
}

/** Whether an output passes all checks: null when none fails, but not all have a verdict. */
export function passesAll(verdicts: readonly Verdict[]): boolean | null {
  return all(verdicts.map(({ pass }) => pass));
}

/** False when one is; true when all are, and there are some. */
function all(passes: readonly (boolean | null)[]): boolean | null {
  if (passes.includes(false)) return false;
  return passes.length > 0 && !passes.includes(null) ? true : null;
}

export interface VerdictSummary {
  /** Whether all outputs pass all checks. */
  readonly pass: boolean | null;
  /** `Pass`, `Fail`, `No verdict`; for several outputs `3 of 5`. */
  readonly label: string;
  /** What failed or has no verdict, and why: `Contains “Paris”: not found`. */
  readonly reasons: readonly string[];
}

/**
 * What the checks say about the outputs of a run, or of several. Null: nothing, since there are no outputs or no checks.
 *
 * @param outputs of each output, the verdict of each check
 */
export function summarizeVerdicts(
  checks: readonly Check[],
  outputs: readonly (readonly Verdict[])[],
): VerdictSummary | null {
  const label = verdictRate(checks, outputs);
  if (label === null) return null;
  return {
    pass: all(outputs.map(passesAll)),
    label,
    reasons: checks.flatMap((check, at) =>
      reasonsOf(
        check,
        outputs.map((verdicts) => verdicts[at]),
      ),
    ),
  };
}

/** How many of the outputs pass all checks, as `label` of their summary. Null: there are no outputs or no checks. */
function verdictRate(checks: readonly Check[], outputs: readonly (readonly Verdict[])[]): string | null {
  if (checks.length === 0 || outputs.length === 0) return null;
  const judged = outputs.map(passesAll).filter((pass) => pass !== null);
  const passed = judged.filter((pass) => pass).length;
  return judged.length === 0 ? 'No verdict' : rateLabel(passed / judged.length, judged.length);
}

/** All reasons of a check, each with the outputs that it is about when there are several. */
function reasonsOf(check: Check, verdicts: readonly (Verdict | undefined)[]): string[] {
  const byReason = new Map<string, number[]>();
  for (const [at, verdict] of verdicts.entries()) {
    if (verdict?.why == null) continue;
    byReason.set(verdict.why, [...(byReason.get(verdict.why) ?? []), at + 1]);
  }
  const reasons = [...byReason].map(([why, numbers]) =>
    verdicts.length < 2 ? why : `${why} (output ${numbers.join(', ')})`,
  );
  return reasons.length === 0 ? [] : [`${checkLabel(check)}: ${reasons.join(', ')}`];
}
