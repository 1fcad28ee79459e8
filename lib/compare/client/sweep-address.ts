import { type ComparisonPlan, comparisonPlanSchema } from '@/lib/compare/model/plan';
import { plannedPrompt, sentBase, variantsOf } from '@/lib/compare/model/plan-cells';
import { parseAxisValues } from '@/lib/compare/model/sweep-values';
import type { Connection } from '@/lib/connections/model/connections';
import { createHandedOver } from '@/lib/platform/client/handed-over';
import { type Draft, draftPrompt } from '@/lib/playground/client/draft';
import { handedDraft } from '@/lib/playground/client/handed-draft';
import { sameValue } from '@/lib/protocol/request/settings';
import type { Opened } from './compare-store';
import { type CompareAddress, compareHref, composingHref, newComparisonHref } from './comparison-url';
import { leftComparison } from './left-comparison';
import { forgetNewPlan, loadNewPlan, storeNewPlan } from './new-plan-storage';
import { columnOfDraft } from './new-plans';
import { isSweepParameter, starterAround, sweepOfColumn, withSelected } from './sweep-edits';

/** A sweep that is not on the server yet: the one being composed, or one around the playground's draft. */
export function openSweepAddress(address: CompareAddress, connections: readonly Connection[]): Opened {
  const composing = loadNewPlan('sweep');
  if (composing && !address.isNew && !address.fromDraft) return { source: composing };
  const handed = address.newKey === null ? null : handedOver.get(address.newKey);
  const plan = handed ?? selected(sweepOfDraft(handedDraft(address.draftKey), connections), address);
  if (handed || address.fromDraft) storeNewPlan({ plan, title: null, isFromAddress: true });
  else if (address.isNew) forgetNewPlan('sweep');
  begunWith = plan;
  return { source: { plan }, stashed: composing };
}

const handedOver = createHandedOver<ComparisonPlan>('playground.handed-sweep', {
  write: JSON.stringify,
  read: (text) => {
    const { success, data } = comparisonPlanSchema.safeParse(JSON.parse(text));
    return success ? data : null;
  },
});
/** What the sweep being composed began as; null: it was there before this page was loaded. */
let begunWith: ComparisonPlan | null = null;

/** The address of a new sweep with this plan, for this tab alone. */
export function sweepPlanHref(plan: ComparisonPlan): string {
  return newComparisonHref('sweep', handedOver.put(plan));
}

/**
 * The address of a sweep for somebody who is in this comparison: a new one around its request (the reference's,
 * or the first column's), unless the sweep that was left, or is being composed, is already about that.
 */
export function sweepOfComparisonHref(plan: ComparisonPlan): string {
  const columns = variantsOf(plan);
  const column = columns.find(({ id }) => id === plan.referenceId) ?? columns[0];
  if (!column) return composingHref('sweep');
  const next = sweepOfColumn(plan, column.id);
  const left = leftComparison('sweep');
  const composing = loadNewPlan('sweep')?.plan;
  const isAboutThat = (one: { readonly base?: unknown } | null | undefined) =>
    sameValue(one?.base, next.base);
  if (left && (isAboutThat(left) || (!composing && isAboutThat(begunWith)))) return compareHref(left.id);
  if (composing && (isAboutThat(composing) || isAboutThat(begunWith))) return composingHref('sweep');
  return sweepPlanHref(next);
}

/** The address of a new sweep around the request of this one. */
export function sweepAgainHref(plan: ComparisonPlan): string {
  return sweepPlanHref(starterAround(sentBase(plan), plan.checks));
}

function sweepOfDraft(draft: Draft, connections: readonly Connection[]): ComparisonPlan {
  const { connectionId, model, settings } = columnOfDraft(draft, connections);
  return starterAround({ connectionId, model, settings, ...plannedPrompt(draftPrompt(draft)) });
}

/** The plan with the values that the address names; values that cannot be read are skipped. */
function selected(plan: ComparisonPlan, { vary, values }: CompareAddress): ComparisonPlan {
  if (vary === null || values === null || !isSweepParameter(vary)) return plan;
  const parsed = parseAxisValues(vary, values);
  return parsed.ok ? withSelected(plan, vary, parsed.values) : plan;
}
