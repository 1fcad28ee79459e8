import { type ComparisonPlan, requestOfCell } from '@/lib/compare/model/plan';
import { checkRun } from '@/lib/protocol/request/completion-request';

export interface CellIssue {
  /** A parameter, `model` or `prompt`. */
  readonly param: string;
  readonly message: string;
}

const NONE: readonly CellIssue[] = [];
const known = new WeakMap<ComparisonPlan, Map<string, readonly CellIssue[]>>();

/** Why a cell cannot be run as the plan says. The same array for the same plan. */
export function planIssues(plan: ComparisonPlan, cell: string): readonly CellIssue[] {
  const ofPlan = known.get(plan) ?? new Map<string, readonly CellIssue[]>();
  known.set(plan, ofPlan);
  const before = ofPlan.get(cell);
  if (before) return before;
  const request = requestOfCell(plan, cell);
  const checked = request && checkRun(request);
  const issues = checked?.ok === false ? checked.issues : NONE;
  ofPlan.set(cell, issues);
  return issues;
}
