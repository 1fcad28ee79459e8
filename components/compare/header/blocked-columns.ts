import { toast } from '@/components/ui/toast';
import { planIssues } from '@/lib/compare/client/plan-issues';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { variantsOf } from '@/lib/compare/model/plan-cells';
import { columnLetter } from '@/lib/compare/model/plan-labels';
import type { RequestIssue } from '@/lib/protocol/request/completion-request';

/** A column that cannot be run as it is, and why. */
interface BlockedColumn {
  readonly id: string;
  readonly name: string;
  readonly issue: RequestIssue;
}

/** `data-setting-of` of the cell with one setting of a column. */
export function settingOf(column: string, name: string): string {
  return `${column} ${name}`;
}

/** Those of these columns that cannot be run as they are, in the plan's order. */
export function blockedColumns(plan: ComparisonPlan, cells: readonly string[]): BlockedColumn[] {
  return variantsOf(plan).flatMap(({ id }, at) => {
    const [issue] = cells.includes(id) ? planIssues(plan, id) : [];
    return issue ? [{ id, name: columnLetter(at), issue }] : [];
  });
}

/** `Columns B and C can't run. B: Choose a model. C: Enter a number from 0 to 2.` */
export function blockedMessage(blocked: readonly BlockedColumn[]): string {
  const [only] = blocked;
  if (only && blocked.length === 1) return `Column ${only.name} can't run. ${only.issue.message}`;
  const names = new Intl.ListFormat('en').format(blocked.map(({ name }) => name));
  const why = new Set(blocked.map(({ issue }) => issue.message));
  const reasons = why.size === 1 ? [...why] : blocked.map(({ name, issue }) => `${name}: ${issue.message}`);
  return `Columns ${names} can't run. ${reasons.join(' ')}`;
}

/** Says which columns cannot be run and why, and moves the focus to the first setting at fault. */
export function showBlocked(blocked: readonly BlockedColumn[]): void {
  const [first] = blocked;
  if (!first) return;
  toast(blockedMessage(blocked), { id: 'blocked', tone: 'bad' });
  const cell = document.querySelector<HTMLElement>(
    `[data-setting-of="${CSS.escape(settingOf(first.id, first.issue.param))}"]`,
  );
  cell?.focus();
}
