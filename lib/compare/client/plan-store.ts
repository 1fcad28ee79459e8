import type { StoreApi } from 'zustand/vanilla';
import type { Comparison, ComparisonEdit, NewComparison } from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { ApiError } from '@/lib/platform/client/http/api-error';

/**
 * How the plan stands against what is kept. `local`: in this browser only, there is no comparison on the server yet.
 * `conflict`: another tab or browser has changed it; nothing is saved until somebody chooses. `failed`: will be tried
 * again with the next change, or by `save`.
 */
export type PlanSaving = 'local' | 'saved' | 'saving' | 'unsaved' | 'failed' | 'conflict';

/** What React shows of it. Never changed in place; the plan keeps its identity while it is not changed. */
export interface PlanView {
  readonly plan: ComparisonPlan;
  readonly title: string | null;
  readonly note: string | null;
  /** As the server last told it; null while it is in this browser only. */
  readonly comparison: Comparison | null;
  readonly saving: PlanSaving;
  /** Why it could not be saved. */
  readonly problem: ApiError | null;
}

export type PlanEdit = Partial<Pick<PlanView, 'plan' | 'title' | 'note'>>;

export interface PlanStore {
  /** For hooks. */
  readonly views: StoreApi<PlanView>;
  view(): PlanView;
  subscribe(listener: () => void): () => void;
  /** Changes it at once; it is written after a pause. */
  change(edit: PlanEdit): void;
  /** Writes what is unwritten, and makes the comparison where there is none yet. Throws `ApiError`. */
  save(): Promise<Comparison>;
  /** The comparison as somebody else left it. What was changed here since is kept, and is then a conflict. */
  applyRemote(comparison: Comparison): void;
  /** Ends a conflict. `mine`: over what the other has written. `theirs`: what was changed here is dropped. */
  settle(comparison: Comparison, how: 'mine' | 'theirs'): Promise<void>;
  /** The page may go away: what is unwritten is written now, whatever becomes of the page. */
  leave(): void;
  dispose(): void;
}

export interface PlanStoreOptions {
  readonly plan: ComparisonPlan;
  readonly title?: string | null;
  readonly note?: string | null;
  readonly comparison?: Comparison;
  readonly create: (body: NewComparison) => Promise<Comparison>;
  readonly edit: (id: string, edit: ComparisonEdit, keepalive: boolean) => Promise<Comparison>;
  /** Keeps a plan that is not on the server yet. */
  readonly keep: (retained: { plan: ComparisonPlan; title: string | null; note: string | null }) => void;
  /** Called whenever the server has taken a change. */
  readonly onSaved?: (comparison: Comparison) => void;
  readonly after?: (milliseconds: number, work: () => void) => () => void;
}

/** Milliseconds of quiet after which a change is written. */
const QUIET_MS = 600;

interface Content {
  readonly plan: ComparisonPlan;
  readonly title: string | null;
  readonly note: string | null;
}

export function createPlanStore(options: PlanStoreOptions): PlanStore {
  const { create, edit, keep, onSaved, after = afterTimeout } = options;
  let comparison = options.comparison ?? null;
  let content: Content = {
    plan: options.plan,
    title: options.title ?? comparison?.title ?? null,
    note: options.note ?? comparison?.note ?? null,
  };
  /** What the server has. */
  let written: Content | null = comparison && content;
  let saving: PlanSaving = comparison ? 'saved' : 'local';
  let problem: ApiError | null = null;
  const views = createBrowserStore(makeView());
  let cancel: (() => void) | null = null;
  let underWay: Promise<Comparison> | null = null;

  function makeView(): PlanView {
    return { ...content, comparison, saving, problem };
  }

  function emit(): void {
    views.setState(makeView(), true);
  }

  function isDirty(): boolean {
    return (
      written === null ||
      written.plan !== content.plan ||
      written.title !== content.title ||
      written.note !== content.note
    );
  }

  function differences(): Omit<ComparisonEdit, 'updatedAt'> {
    return {
      ...(written?.plan === content.plan ? {} : { plan: content.plan }),
      ...(written?.title === content.title ? {} : { title: content.title }),
      ...(written?.note === content.note ? {} : { note: content.note }),
    };
  }

  function later(): void {
    cancel?.();
    cancel = after(QUIET_MS, () => {
      cancel = null;
      if (comparison === null) keep(content);
      // Said in the view; nobody waits for it.
      else save().catch(() => undefined);
    });
  }

  /** One write at a time: each needs the `updatedAt` that the one before it made. */
  async function write(): Promise<Comparison> {
    for (;;) {
      if (comparison !== null && !isDirty()) return comparison;
      const sent = content;
      const isNew = comparison === null;
      saving = 'saving';
      emit();
      try {
        comparison =
          comparison === null
            ? await create({ plan: sent.plan, ...(sent.title === null ? {} : { title: sent.title }) })
            : await edit(comparison.id, { updatedAt: comparison.updatedAt, ...differences() }, false);
        // A new one takes no note with it. What was sent counts, not how the server tidied it: or it would be sent for ever.
        written = isNew ? { ...sent, note: comparison.note } : sent;
        saving = isDirty() ? 'unsaved' : 'saved';
        problem = null;
        emit();
        onSaved?.(comparison);
      } catch (error) {
        fail(error);
        throw error;
      }
    }
  }

  function fail(error: unknown): void {
    problem = error instanceof ApiError ? error : null;
    const isConflict = problem?.code === 'conflict' && comparison !== null;
    saving = isConflict ? 'conflict' : comparison === null ? 'local' : 'failed';
    emit();
  }

  function save(): Promise<Comparison> {
    cancel?.();
    cancel = null;
    underWay ??= write().finally(() => {
      underWay = null;
    });
    return underWay;
  }

  function take(next: Comparison): void {
    comparison = next;
    content = { plan: next.plan, title: next.title, note: next.note };
    written = content;
    saving = 'saved';
    problem = null;
    emit();
  }

  return {
    views,
    view: views.getState,
    subscribe: views.subscribe,
    change(change) {
      content = { ...content, ...change };
      if (saving !== 'conflict' && saving !== 'saving') saving = comparison === null ? 'local' : 'unsaved';
      emit();
      if (saving !== 'conflict') later();
    },
    async save() {
      // What is on its way may be older than what stands on the page, and may fail without meaning anything.
      if (underWay) await underWay.catch(() => undefined);
      if (saving === 'conflict' && problem) throw problem;
      return save();
    },
    applyRemote(next) {
      if (comparison?.id !== next.id || next.updatedAt <= comparison.updatedAt) return;
      // Our own write will tell how it went.
      if (underWay) return;
      if (!isDirty()) return take(next);
      saving = 'conflict';
      cancel?.();
      cancel = null;
      emit();
    },
    async settle(latest, how) {
      if (how === 'theirs') return take(latest);
      comparison = latest;
      written = { plan: latest.plan, title: latest.title, note: latest.note };
      saving = 'unsaved';
      problem = null;
      await save();
    },
    leave() {
      if (comparison === null) {
        if (cancel) keep(content);
      } else if (saving !== 'conflict' && isDirty() && !underWay) {
        const body = { updatedAt: comparison.updatedAt, ...differences() };
        const sent = content;
        // The page may stay after all (another tab was looked at): then the answer counts.
        underWay = edit(comparison.id, body, true)
          .then((next) => {
            comparison = next;
            written = sent;
            saving = isDirty() ? 'unsaved' : 'saved';
            problem = null;
            emit();
            onSaved?.(next);
            return next;
          })
          .finally(() => {
            underWay = null;
          });
        underWay.then(() => {
          // Typed on meanwhile, and its turn came while this one was on its way.
          if (isDirty() && cancel === null) later();
        }, fail);
      }
      cancel?.();
      cancel = null;
    },
    dispose() {
      cancel?.();
    },
  };
}

function afterTimeout(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}
