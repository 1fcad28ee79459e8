import { type CellIssues, checkCell, issuesOfCells } from '@/lib/compare/model/check-cell';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { modelsOf } from '@/lib/compare/model/plan-cells';
import { rulesOfConnection } from '@/lib/connections/client/connection-rules';
import { openAiNotes, type Rules } from '@/lib/protocol/request/completion-request';

export interface CellIssue {
  /** A parameter, `model` or `prompt`. */
  readonly param: string;
  readonly message: string;
}

const NONE: readonly CellIssue[] = [];
interface CellFindings {
  readonly rules: Rules;
  readonly issues: readonly CellIssue[];
  readonly notes: readonly CellIssue[];
}

const known = new WeakMap<ComparisonPlan, Map<string, CellFindings>>();

/** Why a cell cannot be run as the plan says. The same array for the same plan. */
export function planIssues(plan: ComparisonPlan, cell: string): readonly CellIssue[] {
  return findings(plan, cell)?.issues ?? NONE;
}

const knownOfPlan = new WeakMap<
  ComparisonPlan,
  { readonly rules: string; readonly found: readonly CellIssues[] }
>();

/**
 * Why cells of the plan cannot be run: each cell with its issues; those that can be run are left out. The same
 * array for the same plan: every control of a sweep asks for it.
 */
export function issuesOfPlan(plan: ComparisonPlan): readonly CellIssues[] {
  const rules = modelsOf(plan)
    .map(({ connectionId }) => rulesOfConnection(connectionId))
    .join();
  const before = knownOfPlan.get(plan);
  if (before?.rules === rules) return before.found;
  const found = issuesOfCells(plan, rulesOfConnection);
  knownOfPlan.set(plan, { rules, found });
  return found;
}

/** The first reason why this field keeps a cell from running; null: it does not. */
export function issueOfField(plan: ComparisonPlan, name: string): string | null {
  const issues = issuesOfPlan(plan).flatMap((cell) => cell.issues);
  return issues.find(({ param }) => param === name)?.message ?? null;
}

/** What OpenAI would refuse of a cell, and its connection may take. */
export function planNotes(plan: ComparisonPlan, cell: string): readonly CellIssue[] {
  return findings(plan, cell)?.notes ?? NONE;
}

function findings(plan: ComparisonPlan, cell: string): CellFindings | null {
  const cellRequest = checkCell(plan, cell, rulesOfConnection);
  if (cellRequest === null) return null;
  const { request, checked } = cellRequest;
  const rules = rulesOfConnection(request.connectionId);
  const ofPlan = known.get(plan) ?? new Map<string, CellFindings>();
  known.set(plan, ofPlan);
  const before = ofPlan.get(cell);
  if (before?.rules === rules) return before;
  const found = {
    rules,
    issues: checked.ok ? NONE : checked.issues,
    notes: rules === 'openai' ? NONE : openAiNotes(request, rules),
  };
  ofPlan.set(cell, found);
  return found;
}
