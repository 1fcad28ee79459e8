import type { StoreApi } from 'zustand/vanilla';
import type { Comparison, ComparisonEdit, NewComparison } from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { ApiError } from '@/lib/platform/client/http/api-error';

/**
 * The plan's save status. `local`: in this browser only, there is no comparison on the server yet.
 * `conflict`: another tab or browser has changed it; nothing is saved until the person chooses. `failed`:
 * retried with the next change, or by `save`.
 */
export type PlanSaving = 'local' | 'saved' | 'saving' | 'unsaved' | 'failed' | 'conflict';

/** What React shows. Never changed in place; the plan keeps its identity while it does not change. */
export interface PlanView {
  readonly plan: ComparisonPlan;
  readonly title: string | null;
  readonly note: string | null;
  /** The comparison as the server last sent it; null while it is in this browser only. */
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
  /** Changes the plan at once; it is written after a pause. */
  change(edit: PlanEdit): void;
  /** Writes unsaved changes, and creates the comparison if it does not exist yet. Throws `ApiError`. */
  save(): Promise<Comparison>;
  /**
   * Takes the comparison as it was changed elsewhere. Unsaved changes here are kept, and become a conflict.
   */
  applyRemote(comparison: Comparison): void;
  /**
   * Resolves a conflict. `mine`: overwrites what the other tab wrote. `theirs`: drops the changes made here.
   */
  resolveConflict(comparison: Comparison, how: 'mine' | 'theirs'): Promise<void>;
  /** The page may be closing: unsaved changes are written now, in a request that outlives the page. */
  flushOnHide(): void;
  dispose(): void;
}

export interface PlanStoreOptions {
  readonly plan: ComparisonPlan;
  readonly title?: string | null;
  readonly note?: string | null;
  readonly comparison?: Comparison;
  readonly create: (body: NewComparison) => Promise<Comparison>;
  readonly edit: (id: string, edit: ComparisonEdit, keepalive: boolean) => Promise<Comparison>;
  /** Stores a plan that is not on the server yet. False: it does not fit. */
  readonly keep: (stored: { plan: ComparisonPlan; title: string | null; note: string | null }) => boolean;
  /** Called whenever the server has accepted a change. */
  readonly onSaved?: (comparison: Comparison) => void;
  readonly after?: (milliseconds: number, work: () => void) => () => void;
}

/** Milliseconds of quiet after which a change is written; longer where all of a large table is sent. */
const QUIET_MS = 600;
const LARGE_QUIET_MS = 2_500;
/** Characters of a body from which it counts as large. */
const LARGE = 100_000;
/** Browsers refuse longer requests that outlive their page. */
const MAX_KEPT_ALIVE = 60_000;

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
      ...(written?.plan === content.plan ? {} : changedPlan(content.plan, written?.plan)),
      ...(written?.title === content.title ? {} : { title: content.title }),
      ...(written?.note === content.note ? {} : { note: content.note }),
    };
  }

  function later(): void {
    cancel?.();
    const hasTable = content.plan.inputs !== undefined && content.plan.inputs !== written?.plan.inputs;
    const isLarge = hasTable && JSON.stringify(content.plan.inputs).length > LARGE;
    cancel = after(isLarge ? LARGE_QUIET_MS : QUIET_MS, () => {
      cancel = null;
      // A table can be larger than what a browser stores. The view shows a failure; nobody awaits this save.
      if (comparison !== null || !keep(content)) save().catch(() => undefined);
    });
  }

  /** The answer to an edit, with the inputs that it did not repeat. */
  function withInputs(answer: Comparison, { sameInputs }: Pick<ComparisonEdit, 'sameInputs'>, sent: Content) {
    const { inputs } = sent.plan;
    return sameInputs && inputs ? { ...answer, plan: { ...answer.plan, inputs } } : answer;
  }

  /** Sends what has changed; `isLast`: in a request that outlives the page, where browsers take that. */
  async function change({ id, updatedAt }: Comparison, isLast = false): Promise<Comparison> {
    const [body, sent] = [{ updatedAt, ...differences() }, content];
    const keepalive = isLast && JSON.stringify(body).length <= MAX_KEPT_ALIVE;
    return withInputs(await edit(id, body, keepalive), body, sent);
  }

  /** The server has what was sent. */
  function accept(answer: Comparison, sent: Content): Comparison {
    comparison = answer;
    written = sent;
    saving = isDirty() ? 'unsaved' : 'saved';
    problem = null;
    emit();
    onSaved?.(answer);
    return answer;
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
        const answer =
          comparison === null
            ? await create({ plan: sent.plan, ...(sent.title === null ? {} : { title: sent.title }) })
            : await change(comparison);
        // A new comparison is created without its note. What was sent is compared, not how the server
        // normalized it: otherwise the plan would be sent over and over.
        accept(answer, isNew ? { ...sent, note: answer.note } : sent);
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
    change(edited) {
      content = { ...content, ...edited };
      if (saving !== 'conflict' && saving !== 'saving') saving = comparison === null ? 'local' : 'unsaved';
      emit();
      if (saving !== 'conflict') later();
    },
    async save() {
      // A write under way may be older than what the page shows, and its failure no longer matters.
      if (underWay) await underWay.catch(() => undefined);
      if (saving === 'conflict' && problem) throw problem;
      return save();
    },
    applyRemote(next) {
      if (comparison?.id !== next.id || next.updatedAt <= comparison.updatedAt) return;
      // The write under way will report how it went.
      if (underWay) return;
      if (!isDirty()) return take(next);
      saving = 'conflict';
      cancel?.();
      cancel = null;
      emit();
    },
    async resolveConflict(latest, how) {
      if (how === 'theirs') return take(latest);
      comparison = latest;
      written = { plan: latest.plan, title: latest.title, note: latest.note };
      saving = 'unsaved';
      problem = null;
      await save();
    },
    flushOnHide() {
      if (comparison === null) {
        if (cancel) keep(content);
      } else if (saving !== 'conflict' && isDirty() && !underWay) {
        const sent = content;
        // The page may stay after all (the person only looked at another tab): then the answer counts.
        underWay = change(comparison, true)
          .then((answer) => accept(answer, sent))
          .finally(() => {
            underWay = null;
          });
        underWay.then(() => {
          // The plan was changed meanwhile, and its write came due while this one was under way.
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

/** Inputs that the server has are not sent again. */
function changedPlan(plan: ComparisonPlan, written: ComparisonPlan | undefined) {
  const { inputs, ...rest } = plan;
  return inputs !== undefined && inputs === written?.inputs
    ? { plan: rest, sameInputs: true as const }
    : { plan };
}

function afterTimeout(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}
