import { checkCell } from '@/lib/compare/model/check-cell';
import type { RefusedCell } from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { type CellRequest, requestOfCell } from '@/lib/compare/model/plan-cells';
import { AppError } from '@/lib/platform/model/app-error';
import { contentHash } from '@/lib/runs/server/start-run';

export type PreparedCell =
  | { readonly ok: true; readonly request: CellRequest; readonly contentHash: string }
  | { readonly ok: false; readonly refused: Omit<RefusedCell, 'cell'> };

/** The request of a cell that was queued with this plan. Throws AppError `invalid_request`. */
export function requestOfQueuedCell(plan: ComparisonPlan, cell: string): CellRequest {
  const prepared = prepareCell(plan, cell);
  if (prepared?.ok) return prepared.request;
  // Only a server of a later version can be stricter than the one that queued it.
  const { message, param } = prepared?.refused ?? {};
  throw new AppError('invalid_request', { message, param: param ?? undefined });
}

/** The cell's request from the current plan, checked against every rule. Null: the plan has no such cell. */
export function prepareCell(plan: ComparisonPlan, cell: string): PreparedCell | null {
  const found = checkCell(plan, cell);
  if (found === null) return null;
  const { checked } = found;
  if (!checked.ok) {
    const [issue] = checked.issues;
    const message = issue?.message ?? "The request isn't valid.";
    return { ok: false, refused: { code: 'invalid_request', message, param: issue?.param ?? null } };
  }
  const request = requested(found.request, checked);
  return { ok: true, request, contentHash: contentHash({ ...request, background: true }) };
}

/** Whether a run with this hash was started with what the plan says about the cell now. Null: that is not valid. */
export function isRunOf(plan: ComparisonPlan, cell: string, hash: string): boolean | null {
  const planned = requestOfCell(plan, cell);
  if (planned === null) return null;
  // What was started once was valid: checking thousands of requests takes longer than comparing them.
  if (contentHash({ ...requested(planned, planned), background: true }) === hash) return true;
  const prepared = prepareCell(plan, cell);
  return prepared?.ok ? prepared.contentHash === hash : null;
}

function requested(
  { connectionId }: CellRequest,
  { request, retries }: Pick<CellRequest, 'request' | 'retries'>,
): CellRequest {
  return { connectionId, request, ...(retries && { retries }) };
}
