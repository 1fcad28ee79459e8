import type { Comparison, ComparisonDetail, StartComparison } from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellsOf, kindOf, modelsOf, type PlanKind, settingsOfCell } from '@/lib/compare/model/plan-cells';
import { noteModelUsed } from '@/lib/connections/client/recent-models';
import { newUuid } from '@/lib/platform/client/uuid';
import { announceRunsChanged } from '@/lib/runs/client/run-channel';
import type { RunDetail } from '@/lib/runs/model/runs';
import { isLiveRun } from './cell-run';
import {
  createComparison,
  editComparison,
  fetchComparison,
  pauseComparison,
  startComparison,
  stopComparison,
} from './comparison-api';
import { announceComparison, onComparisonNews } from './comparison-channel';
import { type ComparisonSession, createComparisonSession } from './comparison-session';
import { forgetLeftComparison } from './left-comparison';
import { forgetNewPlan, loadNewPlan, type StoredPlan, stashPlan, storeNewPlan } from './new-plan-storage';
import { createPlanStore, type PlanStore } from './plan-store';

/** One comparison on the page: its plan, its runs, and the actions on both. README.md shows how to use it. */
export interface CompareStore {
  readonly plan: PlanStore;
  readonly session: ComparisonSession;
  /** The detail of a comparison as it was when opened; its votes are read from here. Null for a new one. */
  readonly opened: ComparisonDetail | null;
  /** Saves the plan, then runs these cells with it. Throws `ApiError`. */
  start(cells: NonNullable<StartComparison['cells']>): Promise<void>;
  /** Stops what waits and what is live; absent: all. Text that has come is kept. Throws `ApiError`. */
  stop(cells?: readonly string[]): Promise<void>;
  /** What waits stays waiting, or goes on again. Throws `ApiError`. */
  pause(paused: boolean): Promise<void>;
  /** Reads the comparison from the server again. */
  refresh(): Promise<ComparisonDetail | null>;
  /** Resolves a conflict: keeps this tab's changes, or takes those of the other tab. */
  resolveConflict(how: 'mine' | 'theirs'): Promise<void>;
  close(): void;
}

export type CompareStoreSource =
  | { readonly detail: ComparisonDetail }
  | {
      readonly plan: ComparisonPlan;
      readonly title?: string | null;
      readonly note?: string | null | undefined;
    };

/** What an address has opened. */
export interface Opened {
  readonly source: CompareStoreSource;
  /** Runs of the history that columns show, each with its column. */
  readonly shown?: readonly (readonly [column: string, run: RunDetail])[];
  /** The new comparison that this one replaced. */
  readonly stashed?: StoredPlan | null;
  /** The name of the column that was added to the comparison being composed. */
  readonly added?: string;
  /** For a shared link: models that the practice model replaces. */
  readonly unavailable?: readonly string[];
}

export interface CompareStoreOptions {
  /** The new comparison has been saved: its address is known. */
  readonly onCreated?: (comparison: Comparison) => void;
  /** The new comparison is of another kind now, and is found at another address. */
  readonly onKind?: (kind: PlanKind) => void;
  /** It was deleted, in another tab or here. */
  readonly onDeleted?: (id: string) => void;
}

/** A page that was hidden for longer reads the comparison again. */
const AWAY_MS = 30_000;

export function openCompareStore(
  source: CompareStoreSource,
  { onCreated, onKind, onDeleted }: CompareStoreOptions = {},
): CompareStore {
  const detail = 'detail' in source ? source.detail : null;
  const content = 'detail' in source ? source.detail.comparison : source;
  let id = detail?.comparison.id ?? null;
  /** The kind under which a new plan is in the browser's storage. */
  let keptKind = kindOf(content.plan);

  const plan = createPlanStore({
    plan: content.plan,
    title: content.title ?? null,
    note: content.note ?? null,
    ...(detail ? { comparison: detail.comparison } : {}),
    create: createComparison,
    edit: editComparison,
    keep: (composed) => {
      const kind = kindOf(composed.plan);
      if (kind !== keptKind) {
        // Columns have become a grid, or the other way round: what was composed there can be brought back.
        forgetNewPlan(keptKind);
        const replaced = loadNewPlan(kind);
        if (replaced) stashPlan(replaced);
        keptKind = kind;
        onKind?.(kind);
      }
      return storeNewPlan(composed);
    },
    onSaved: (comparison) => {
      if (id === null) {
        id = comparison.id;
        forgetNewPlan(keptKind);
        onCreated?.(comparison);
      }
      announceComparison({ type: 'changed', comparison });
    },
  });
  const session = createComparisonSession({
    plan: () => plan.view().plan,
    onRunsChanged: announceRunsChanged,
  });
  if (detail) session.join(detail);

  async function refresh(): Promise<ComparisonDetail | null> {
    if (id === null) return null;
    const latest = await fetchComparison(id);
    plan.applyRemote(latest.comparison);
    session.join(latest);
    return latest;
  }

  const forgetNews = onComparisonNews((news) => {
    if (news.type === 'changed') plan.applyRemote(news.comparison);
    else {
      forgetLeftComparison(news.id);
      if (news.id === id) onDeleted?.(news.id);
    }
  });
  let hiddenAt = 0;
  const onVisibility = () => {
    if (document.visibilityState === 'hidden') {
      hiddenAt = Date.now();
      plan.flushOnHide();
    } else if (Date.now() - hiddenAt > AWAY_MS) {
      // What the page shows is still true, only not the latest; the next try comes soon.
      refresh().catch(() => undefined);
    }
  };
  document.addEventListener('visibilitychange', onVisibility);
  window.addEventListener('pagehide', plan.flushOnHide);

  return {
    plan,
    session,
    opened: detail,
    async start(cells) {
      noteModelsUsed(plan.view().plan, Array.isArray(cells) ? cells : null);
      const comparison = await plan.save();
      session.follow(comparison.id);
      session.view().again?.();
      await session.joined();
      session.noteStarted(comparison.plan, Array.isArray(cells) ? cells : cellsOf(comparison.plan));
      await session.takeAnswer(startComparison(comparison.id, { idempotencyKey: newUuid(), cells }));
    },
    async stop(cells) {
      if (id === null) return;
      const live = (cells ?? session.cells()).flatMap((cell) => {
        const run = session.run(cell);
        return run && !run.isHistory && isLiveRun(run) ? [run.store] : [];
      });
      for (const store of live) store.setStopping(true);
      try {
        await session.takeAnswer(stopComparison(id, cells ? { cells: [...cells] } : {}));
        // The server can be reached again, so read how the runs ended.
        session.view().again?.();
      } catch (error) {
        for (const store of live) store.setStopping(false);
        throw error;
      }
    },
    async pause(paused) {
      if (id !== null) await session.takeAnswer(pauseComparison(id, { paused }));
    },
    refresh,
    async resolveConflict(how) {
      const latest = id === null ? null : await fetchComparison(id);
      if (!latest) return;
      await plan.resolveConflict(latest.comparison, how);
      session.join(latest);
    },
    close() {
      plan.flushOnHide();
      forgetNews();
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pagehide', plan.flushOnHide);
      session.close();
      plan.dispose();
    },
  };
}

/** Of the cells that run; null: of all. */
function noteModelsUsed(plan: ComparisonPlan, cells: readonly string[] | null): void {
  const used = cells?.flatMap((cell) => settingsOfCell(plan, cell) ?? []) ?? modelsOf(plan);
  const known = new Set<string>();
  for (const { connectionId, model } of used) {
    const key = `${connectionId} ${model}`;
    if (model !== '' && !known.has(key)) noteModelUsed(connectionId, model);
    known.add(key);
  }
}
