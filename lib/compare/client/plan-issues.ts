import { type CellIssues, issuesOfCells } from '@/lib/compare/model/check-cell';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { modelsOf, requestOfCell } from '@/lib/compare/model/plan-cells';
import { rulesOfConnection } from '@/lib/connections/client/connection-rules';
import { openAiNotes, type RequestIssue } from '@/lib/protocol/request/completion-request';

const NONE: readonly RequestIssue[] = [];

interface PlanIssues {
  readonly rules: string;
  readonly found: readonly CellIssues[];
  readonly byCell: ReadonlyMap<string, readonly RequestIssue[]>;
  /** The first message of each. */
  readonly byField: ReadonlyMap<string, string>;
}

const known = new WeakMap<ComparisonPlan, PlanIssues>();

/** The rules that the plan's requests have to keep: what is found of it changes with them. */
export function rulesKey(plan: ComparisonPlan): string {
  return modelsOf(plan)
    .map(({ connectionId }) => rulesOfConnection(connectionId))
    .join();
}

/** Every control asks for them. */
function findings(plan: ComparisonPlan): PlanIssues {
  const rules = rulesKey(plan);
  const before = known.get(plan);
  if (before?.rules === rules) return before;
  const found = issuesOfCells(plan, rulesOfConnection);
  const byCell = new Map(found.map(({ cell, issues }) => [cell, issues]));
  const all = found.flatMap(({ issues }) => issues);
  // From the end: the first of a field replaces those after it.
  const byField = new Map<string, string>(all.reverse().map(({ param, message }) => [param, message]));
  const made = { rules, found, byCell, byField };
  known.set(plan, made);
  return made;
}

/**
 * Why cells of the plan cannot be run: each cell with its issues; those that can be run are left out. The same
 * array for the same plan.
 */
export function issuesOfPlan(plan: ComparisonPlan): readonly CellIssues[] {
  return findings(plan).found;
}

/** Why a cell cannot be run as the plan says. The same array for the same plan. */
export function planIssues(plan: ComparisonPlan, cell: string): readonly RequestIssue[] {
  return findings(plan).byCell.get(cell) ?? NONE;
}

/** The first reason why this field keeps a cell from running; null: it does not. */
export function issueOfField(plan: ComparisonPlan, name: string): string | null {
  return findings(plan).byField.get(name) ?? null;
}

/** What OpenAI would refuse of a cell, and its connection may take. */
export function planNotes(plan: ComparisonPlan, cell: string): readonly RequestIssue[] {
  const request = requestOfCell(plan, cell);
  const rules = request && rulesOfConnection(request.connectionId);
  return request === null || rules === null || rules === 'openai' ? NONE : openAiNotes(request, rules);
}
