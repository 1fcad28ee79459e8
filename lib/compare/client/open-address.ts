import { type ComparisonPlan, MAX_COLUMNS } from '@/lib/compare/model/plan';
import { requestedPrompt, variantsOf } from '@/lib/compare/model/plan-cells';
import { columnLetter } from '@/lib/compare/model/plan-labels';
import type { Connection } from '@/lib/connections/model/connections';
import { getDraft } from '@/lib/playground/client/draft-store';
import { handedDraft } from '@/lib/playground/client/handed-draft';
import { fetchRun } from '@/lib/runs/client/run-detail';
import type { RunDetail } from '@/lib/runs/model/runs';
import { withColumn } from './column-edits';
import { fetchComparison } from './comparison-api';
import type { CompareAddress } from './comparison-url';
import { forgetNewPlan, loadNewPlan, storeNewPlan } from './new-plan-storage';
import { columnOfDraft, planOfDraft, planOfRuns, starterPlan } from './new-plans';
import type { Opened } from './opened';
import { openSweepAddress } from './sweep-address';

/** Opens a shared link as a comparison of the reader's own. Throws `ApiError`. */
export type OpenLink = (slug: string, connections: readonly Connection[]) => Promise<Opened>;

/** Opens what an address names. Throws `ApiError`. */
export async function openAddress(
  address: CompareAddress,
  connections: readonly Connection[],
  openLink: OpenLink,
): Promise<Opened> {
  if (address.id !== null) {
    const detail = await fetchComparison(address.id);
    return { source: { detail }, shown: [], stashed: null, added: null };
  }
  if (address.shared !== null) {
    return keep(await openLink(address.shared, connections));
  }
  if (address.kind === 'sweep') return openSweepAddress(address, connections);
  const composing = loadNewPlan('columns');
  const plan = composing?.plan ?? null;
  if (address.isNew) {
    forgetNewPlan('columns');
    const source = { plan: starterPlan(getDraft(), connections) };
    return { source, shown: [], stashed: composing, added: null };
  }
  if (address.runs.length > 0) {
    const runs = await Promise.all(address.runs.slice(0, MAX_COLUMNS).map((runId) => fetchRun(runId)));
    const [first, ...others] = runs;
    if (first) {
      const next = withDraft(planOfRuns([first, ...others]), address, connections);
      return keep({ source: { plan: next }, shown: pairs(next, runs), stashed: composing, added: null });
    }
  }
  if (address.fromDraft) {
    const draft = handedDraft(address.draftKey);
    const count = plan ? variantsOf(plan).length : 0;
    if (!plan || count >= MAX_COLUMNS) {
      const next = planOfDraft(draft, connections);
      return keep({ source: { plan: next }, shown: [], stashed: composing, added: null });
    }
    const column = columnOfDraft(draft, connections, requestedPrompt(plan.base));
    return keep({
      source: {
        plan: withColumn(plan, column),
        title: composing?.title ?? null,
        note: composing?.note ?? null,
      },
      shown: await runsOf(plan),
      stashed: null,
      added: columnLetter(count),
    });
  }
  if (plan) {
    const source = { plan, title: composing?.title ?? null, note: composing?.note ?? null };
    return { source, shown: await runsOf(plan), stashed: null, added: null };
  }
  const source = { plan: starterPlan(getDraft(), connections) };
  return { source, shown: [], stashed: null, added: null };
}

/** The runs, and beside them what the playground would run now, when the address asks for both. */
function withDraft(
  plan: ComparisonPlan,
  { fromDraft, draftKey }: CompareAddress,
  connections: readonly Connection[],
): ComparisonPlan {
  return fromDraft
    ? withColumn(plan, columnOfDraft(handedDraft(draftKey), connections, requestedPrompt(plan.base)))
    : plan;
}

/**
 * The address no longer names where the columns came from, so from now on the browser's storage holds them.
 */
function keep(opened: Opened): Opened {
  const { source } = opened;
  if ('plan' in source) {
    storeNewPlan({ plan: source.plan, title: source.title ?? null, note: source.note ?? null });
  }
  return opened;
}

/** A run that is gone leaves its column empty. */
async function runsOf(plan: ComparisonPlan): Promise<Opened['shown']> {
  const found = await Promise.all(
    variantsOf(plan).map(async ({ id, fromRunId }) => {
      const run = fromRunId === undefined ? null : await fetchRun(fromRunId).catch(() => null);
      return run === null ? [] : [[id, run] as const];
    }),
  );
  return found.flat();
}

function pairs(plan: ComparisonPlan, runs: readonly RunDetail[]): Opened['shown'] {
  return variantsOf(plan).flatMap((column, at) => {
    const run = runs[at];
    return run ? [[column.id, run] as const] : [];
  });
}
