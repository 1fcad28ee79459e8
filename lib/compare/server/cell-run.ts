import type { RefusedCell } from '@/lib/compare/model/comparisons';
import { type CellRequest, type ComparisonPlan, requestOfCell } from '@/lib/compare/model/plan';
import { checkRun } from '@/lib/protocol/request/completion-request';
import { contentHash } from '@/lib/runs/server/start-run';

export type PreparedCell =
  | { readonly ok: true; readonly request: CellRequest; readonly contentHash: string }
  | { readonly ok: false; readonly refused: Omit<RefusedCell, 'cell'> };

/** The cell's request from the current plan, checked against every rule. Null: the plan has no such cell. */
export function prepareCell(plan: ComparisonPlan, cell: string): PreparedCell | null {
  const planned = requestOfCell(plan, cell);
  if (planned === null) return null;
  const checked = checkRun(planned);
  if (!checked.ok) {
    const [issue] = checked.issues;
    const message = issue?.message ?? "The request isn't valid.";
    return { ok: false, refused: { code: 'invalid_request', message, param: issue?.param ?? null } };
  }
  const { request, retries } = checked;
  const requested = { connectionId: planned.connectionId, request, ...(retries && { retries }) };
  return { ok: true, request: requested, contentHash: contentHash({ ...requested, background: true }) };
}
