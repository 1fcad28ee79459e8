import {
  checkField,
  checkRun,
  type RequestIssue,
  type Rules,
} from '@/lib/protocol/request/completion-request';
import type { ComparisonPlan, PlanBase } from './plan';
import {
  type CellRequest,
  cellAt,
  inputCount,
  pointsOf,
  requestedPrompt,
  requestOfCell,
  templateOfCell,
  valuesOfCell,
  valuesOfInput,
} from './plan-cells';
import { MAX_FILLED, templateSize, type ValueFor, variableIssues, withValues } from './variables';

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

export interface CellIssues {
  readonly cell: string;
  readonly issues: readonly RequestIssue[];
}

/**
 * What `checkCell` finds in every cell of a plan; cells without issues are left out. Rows of the table differ in their texts
 * alone, and repeats in nothing that matters, so thousands of cells take as long as their texts do.
 */
export function issuesOfCells(
  plan: ComparisonPlan,
  rulesOf: (connectionId: string) => Rules | undefined,
): CellIssues[] {
  const found: CellIssues[] = [];
  for (const { row, column } of pointsOf({ axes: plan.axes, repeats: 1 })) {
    const first = cellAt(plan, { row, column });
    const checked = checkCell(plan, first, rulesOf)?.checked;
    const issues = checked && !checked.ok ? checked.issues : [];
    const planned = plan.variables && inputCount(plan) > 1 ? templateOfCell(plan, first) : null;
    const template = planned && mayDifferByRow(plan, planned) ? planned : null;
    const fixed = issues.filter(({ param }) => !TEXT_FIELDS.some((name) => name === param));
    for (let input = 0; input < inputCount(plan); input += 1) {
      const own =
        template && input > 0
          ? [...textIssues(template, valuesOfInput(plan, input), rulesOf(template.connectionId)), ...fixed]
          : issues;
      if (own.length === 0) continue;
      for (let repeat = 0; repeat < plan.repeats; repeat += 1) {
        found.push({ cell: cellAt(plan, { row, column, input, repeat }), issues: own });
      }
    }
  }
  return found;
}

/** Whether rows of the table can have different issues; most differ in nothing that a rule is about. */
function mayDifferByRow({ inputs }: ComparisonPlan, template: PlanBase): boolean {
  const { values, sent } = template.settings;
  const checked = [sent.includes('suffix') && values.suffix, sent.includes('stop') && values.stop].flat();
  if (template.asIds || checked.some((text) => typeof text === 'string' && text.includes('{{'))) return true;
  const { plain, uses } = templateSize(template);
  let most = plain;
  for (const [name, times] of uses) {
    const column = inputs?.columns.indexOf(name) ?? -1;
    if (column < 0) return true;
    const lengths = inputs?.rows.map((row) => row.values[column]?.length ?? 0) ?? [];
    most += times * Math.max(...lengths);
  }
  return most > MAX_FILLED;
}

const TEXT_FIELDS = ['prompt', 'suffix', 'stop'] as const;

function textIssues(template: PlanBase, valueFor: ValueFor, rules: Rules | undefined): RequestIssue[] {
  const missing: RequestIssue[] = variableIssues(template, valueFor);
  const filled = withValues(template, valueFor);
  const { values, sent } = filled.settings;
  const checked = TEXT_FIELDS.flatMap((param): RequestIssue[] => {
    if (param !== 'prompt' && (!sent.includes(param) || values[param] === undefined)) return [];
    const issue = checkField(param, param === 'prompt' ? requestedPrompt(filled) : values[param], rules);
    return issue ? [{ param, message: issue.message }] : [];
  });
  return [...missing, ...checked];
}
