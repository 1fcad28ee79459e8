import type { ColumnsPlan, SweepPlan } from '@/lib/compare/model/plan';
import { plannedPrompt, requestedPrompt } from '@/lib/compare/model/plan';
import { parseAxisValues } from '@/lib/compare/model/sweep-values';
import type { Connection } from '@/lib/connections/model/connections';
import { draftPrompt } from '@/lib/playground/client/draft';
import { getDraft } from '@/lib/playground/client/draft-store';
import { sameValue } from '@/lib/protocol/request/settings';
import { type CompareAddress, composingHref, newComparisonHref, readCompareAddress } from './comparison-url';
import { forgetNewPlan, loadNewPlan, storeNewPlan } from './new-plan-storage';
import { columnOfDraft } from './new-plans';
import type { Opened } from './opened';
import { isSweepParameter, starterAround, sweepOfColumn, withSelected } from './sweep-edits';

/** A sweep that is not on the server yet: the one being composed, or one around the playground's draft. */
export function openSweepAddress(address: CompareAddress, connections: readonly Connection[]): Opened {
  const composing = loadNewPlan('sweep');
  const nothing = { shown: [], added: null } as const;
  if (composing && !address.isNew && !address.fromDraft) {
    return { ...nothing, source: composing, stashed: null };
  }
  const handed = address.newKey === null ? undefined : handedOver.get(address.newKey);
  const plan = handed ?? selected(sweepOfDraft(connections), address);
  if (handed || address.fromDraft) storeNewPlan({ plan, title: null });
  else if (address.isNew) forgetNewPlan('sweep');
  begunWith = plan;
  return { ...nothing, source: { plan }, stashed: composing };
}

const handedOver = new Map<string, SweepPlan>();
/** What the sweep being composed began as; null: it was there before this page was loaded. */
let begunWith: SweepPlan | null = null;

/** The address of a new sweep with this plan, for this page alone. */
export function sweepPlanHref(plan: SweepPlan): string {
  const href = newComparisonHref('sweep');
  const { newKey } = readCompareAddress(href.slice(href.indexOf('?')));
  if (newKey !== null) handedOver.set(newKey, plan);
  return href;
}

/**
 * The address of a sweep for somebody who is in this comparison: a new one around its request (the reference's,
 * or the first column's), unless the sweep being composed is already about that.
 */
export function sweepOfComparisonHref(plan: ColumnsPlan): string {
  const column = plan.columns.find(({ id }) => id === plan.referenceId) ?? plan.columns[0];
  if (!column) return composingHref('sweep');
  const next = sweepOfColumn(plan, column);
  const composing = loadNewPlan('sweep')?.plan;
  const known = composing?.kind === 'sweep' ? [composing, begunWith] : [];
  if (known.some((one) => one !== null && isAround(one, next))) return composingHref('sweep');
  return sweepPlanHref(next);
}

/** The address of a new sweep around the request of this one. */
export function sweepAgainHref(plan: SweepPlan): string {
  return sweepPlanHref(starterAround(plan, plan.base));
}

function isAround(one: SweepPlan, other: SweepPlan): boolean {
  return sameValue([requestedPrompt(one), one.base], [requestedPrompt(other), other.base]);
}

function sweepOfDraft(connections: readonly Connection[]): SweepPlan {
  const draft = getDraft();
  const { connectionId, model, settings } = columnOfDraft(draft, connections);
  return starterAround(plannedPrompt(draftPrompt(draft)), { connectionId, model, settings });
}

/** The plan with the values that the address names; values that cannot be read are skipped. */
function selected(plan: SweepPlan, { vary, values }: CompareAddress): SweepPlan {
  if (vary === null || values === null || !isSweepParameter(vary)) return plan;
  const parsed = parseAxisValues(vary, values);
  return parsed.ok ? withSelected(plan, vary, [...parsed.values]) : plan;
}
