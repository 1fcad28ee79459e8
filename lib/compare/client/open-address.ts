import { type ComparisonPlan, MAX_COLUMNS } from '@/lib/compare/model/plan';
import { requestedPrompt, variantsOf } from '@/lib/compare/model/plan-cells';
import { columnLetter } from '@/lib/compare/model/plan-labels';
import type { Connection } from '@/lib/connections/model/connections';
import { getDraft } from '@/lib/playground/client/draft-store';
import { handedDraft } from '@/lib/playground/client/handed-draft';
import { fetchRun } from '@/lib/runs/client/run-detail';
import type { RunDetail } from '@/lib/runs/model/runs';
import { withColumn } from './column-edits';
import type { Opened } from './compare-store';
import { fetchComparison } from './comparison-api';
import type { CompareAddress } from './comparison-url';
import { forgetNewPlan, loadNewPlan, storeNewPlan } from './new-plan-storage';
import { columnOfDraft, planOfDraft, planOfRuns, starterPlan } from './new-plans';
import { openSweepAddress } from './sweep-address';

type Shown = NonNullable<Opened['shown']>;

/** Opens a shared link as a comparison of the reader's own. Throws `ApiError`. */
export type OpenLink = (slug: string, connections: readonly Connection[]) => Promise<Opened>;

/** Opens what an address names. Throws `ApiError`. */
export async function openAddress(
  address: CompareAddress,
  connections: readonly Connection[],
  openLink: OpenLink,
): Promise<Opened> {
  if (address.id !== null) return { source: { detail: await fetchComparison(address.id) } };
  if (address.shared !== null) return keep(await openLink(address.shared, connections));
  if (address.kind === 'sweep') return openSweepAddress(address, connections);
  const composing = loadNewPlan('columns');
  if (address.isNew) {
    forgetNewPlan('columns');
    return { source: { plan: starterPlan(getDraft(), connections) }, stashed: composing };
  }
  const runs = await Promise.all(address.runs.slice(0, MAX_COLUMNS).map((runId) => fetchRun(runId)));
  const [first, ...others] = runs;
  if (first) {
    // Beside them what the playground would run now, when the address asks for both.
    const ofRuns = planOfRuns([first, ...others]);
    const plan = address.fromDraft ? withDraft(ofRuns, address, connections) : ofRuns;
    return keep({ source: { plan }, shown: pairs(plan, runs), stashed: composing });
  }
  if (address.fromDraft) {
    const count = composing ? variantsOf(composing.plan).length : MAX_COLUMNS;
    if (composing === null || count >= MAX_COLUMNS) {
      const plan = planOfDraft(handedDraft(address.draftKey), connections);
      return keep({ source: { plan }, stashed: composing });
    }
    const source = { ...composing, plan: withDraft(composing.plan, address, connections) };
    return keep({ source, shown: await runsOf(composing.plan), added: columnLetter(count) });
  }
  if (composing) return { source: composing, shown: await runsOf(composing.plan) };
  return { source: { plan: starterPlan(getDraft(), connections) } };
}

function withDraft(
  plan: ComparisonPlan,
  { draftKey }: CompareAddress,
  connections: readonly Connection[],
): ComparisonPlan {
  return withColumn(plan, columnOfDraft(handedDraft(draftKey), connections, requestedPrompt(plan.base)));
}

/**
 * The address no longer names where the columns came from, so from now on the browser's storage holds them.
 */
function keep(opened: Opened): Opened {
  const { source } = opened;
  if ('plan' in source) {
    const { plan, title = null, note = null } = source;
    storeNewPlan({ plan, title, note, ...(opened.added === undefined && { isFromAddress: true }) });
  }
  return opened;
}

/** A run that is gone leaves its column empty. */
async function runsOf(plan: ComparisonPlan): Promise<Shown> {
  const found = await Promise.all(
    variantsOf(plan).map(async ({ id, fromRunId }) => {
      const run = fromRunId === undefined ? null : await fetchRun(fromRunId).catch(() => null);
      return run === null ? [] : [[id, run] as const];
    }),
  );
  return found.flat();
}

function pairs(plan: ComparisonPlan, runs: readonly RunDetail[]): Shown {
  return variantsOf(plan).flatMap((column, at) => {
    const run = runs[at];
    return run ? [[column.id, run] as const] : [];
  });
}
