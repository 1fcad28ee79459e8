import { checkRun, type Rules } from '@/lib/protocol/request/completion-request';
import type { ComparisonPlan } from './plan';
import { type CellRequest, requestOfCell, templateOfCell, valuesOfCell } from './plan-cells';
import { variableIssues } from './variables';

/** A cell's request, with what keeps it from being sent. */
export interface CheckedCell {
  readonly request: CellRequest;
  readonly checked: ReturnType<typeof checkRun>;
}

/**
 * The request of a cell, checked: every variable has a value, and the request keeps the rules of its connection. Null:
 * the plan has no such cell.
 */
export function checkCell(
  plan: ComparisonPlan,
  cell: string,
  rulesOf: (connectionId: string) => Rules | undefined = () => undefined,
): CheckedCell | null {
  const request = requestOfCell(plan, cell);
  const template = plan.variables ? templateOfCell(plan, cell) : null;
  if (request === null) return null;
  const issues = template ? variableIssues(template, valuesOfCell(plan, cell)) : [];
  const checked = checkRun(request, rulesOf(request.connectionId));
  if (issues.length === 0) return { request, checked };
  return { request, checked: { ok: false, issues: [...issues, ...(checked.ok ? [] : checked.issues)] } };
}
