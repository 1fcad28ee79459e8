import { type Check, type CheckKind, checkSchema, MAX_CHECKS } from '@/lib/compare/model/checks';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { prepareChecks } from '@/lib/compare/model/run-checks';
import { splitTyped } from '@/lib/compare/model/sweep-text';
import { newUuid } from '@/lib/platform/client/uuid';
import { sameValue } from '@/lib/protocol/request/settings';

/** A check as it is being typed: the fields of every kind, so that another kind loses nothing. */
export interface CheckDraft {
  readonly id: string;
  readonly kind: CheckKind;
  readonly value: string;
  readonly matchCase: boolean;
  /** As typed: separated by commas or lines, in quotation marks where one has a comma. */
  readonly keys: string;
  readonly unit: 'characters' | 'tokens';
  readonly min: number | null;
  readonly max: number | null;
}

export function newCheckDraft(): CheckDraft {
  return {
    id: newUuid().slice(0, 8),
    kind: 'contains',
    value: '',
    matchCase: false,
    keys: '',
    unit: 'characters',
    min: null,
    max: null,
  };
}

export function draftOfCheck(check: Check): CheckDraft {
  const draft = { ...newCheckDraft(), id: check.id, kind: check.kind };
  if (check.kind === 'json') return { ...draft, keys: check.keys.map(typedKey).join(', ') };
  if (check.kind === 'equals_expected') return { ...draft, matchCase: check.matchCase };
  if (check.kind === 'length') return { ...draft, unit: check.unit, min: check.min, max: check.max };
  return { ...draft, value: check.value, matchCase: check.matchCase };
}

/** As `splitTyped` reads it. */
function typedKey(key: string): string {
  const isPlain = key === key.trim() && !/[",[\n\r\t\\]/.test(key);
  return isPlain ? key : JSON.stringify(key);
}

export type DraftField = 'value' | 'keys' | 'min' | 'max';

export type ReadCheck =
  | { readonly ok: true; readonly check: Check }
  | { readonly ok: false; readonly field: DraftField; readonly message: string };

/** The check, or what is wrong with it. */
export async function readCheckDraft(draft: CheckDraft): Promise<ReadCheck> {
  const typed = typedCheck(draft);
  if (typed === null) {
    return { ok: false, field: 'keys', message: 'Separate keys with commas, and close quotation marks.' };
  }
  const read = checkSchema.safeParse(typed);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { ok: false, field: fieldOf(issue?.path[0]), message: issue?.message ?? 'Invalid.' };
  }
  try {
    const [prepared] = await prepareChecks([read.data]);
    if (!prepared?.fault) return { ok: true, check: read.data };
    return { ok: false, field: 'value', message: prepared.fault };
  } catch {
    return { ok: false, field: 'value', message: "Couldn't check this pattern. Check your network." };
  }
}

/** Null: the keys cannot be read. */
function typedCheck({ id, kind, value, matchCase, keys, unit, min, max }: CheckDraft): Check | null {
  if (kind === 'length') return { id, kind, unit, min, max };
  if (kind === 'equals_expected') return { id, kind, matchCase };
  if (kind !== 'json') return { id, kind, value, matchCase };
  const items = splitTyped(keys);
  const texts = items?.filter((item) => typeof item === 'string') ?? null;
  return texts === null || texts.length < (items?.length ?? 0) ? null : { id, kind, keys: texts };
}

function fieldOf(name: PropertyKey | undefined): DraftField {
  return name === 'keys' || name === 'min' || name === 'max' ? name : 'value';
}

/** Changes to a plan, each a new plan; no run depends on them. Checks that stay the same are the same objects. */

/** Replaces the check of the same id, or adds it. */
export function withCheck(plan: ComparisonPlan, check: Check, at?: number): ComparisonPlan {
  const checks = plan.checks ?? [];
  const known = checks.findIndex(({ id }) => id === check.id);
  if (known >= 0) {
    return sameValue(checks[known], check) ? plan : { ...plan, checks: checks.with(known, check) };
  }
  if (checks.length >= MAX_CHECKS) return plan;
  return { ...plan, checks: checks.toSpliced(at ?? checks.length, 0, check) };
}

export function withoutCheck(plan: ComparisonPlan, id: string): ComparisonPlan {
  const { checks = [], ...rest } = plan;
  const remaining = checks.filter((check) => check.id !== id);
  if (remaining.length === checks.length) return plan;
  return remaining.length === 0 ? rest : { ...rest, checks: remaining };
}
