'use client';

import { useMemo } from 'react';
import type { SweepPlan } from '@/lib/compare/model/plan';
import type { CellIssue } from '@/lib/compare/model/sweep-check';
import { cellIssues } from '@/lib/compare/model/sweep-check';
import { rulesOfConnection } from '@/lib/connections/client/connection-rules';
import type { SettingsEditor } from '@/lib/playground/client/settings-editor';
import type { Rules } from '@/lib/protocol/request/completion-request';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import { useCompareStore, usePlan } from './compare-context';
import type { CompareStore } from './compare-store';
import { starterAround, withBaseSettings } from './sweep-edits';

const NOT_A_SWEEP: SweepPlan = starterAround(
  { prompt: '' },
  {
    connectionId: '-',
    model: '',
    settings: DEFAULT_SETTINGS,
  },
);

/** The plan of a sweep. */
export function sweepOf(plan: { readonly kind: string }): SweepPlan {
  return plan.kind === 'sweep' ? (plan as SweepPlan) : NOT_A_SWEEP;
}

/** A part of the plan of a sweep. */
export function useSweepPlan<Value>(select: (plan: SweepPlan) => Value): Value {
  return usePlan(({ plan }) => select(sweepOf(plan)));
}

/** Changes the plan of a sweep, and returns the previous one for an undo. */
export function useChangeSweep(): (change: (plan: SweepPlan) => SweepPlan) => SweepPlan {
  const { plan } = useCompareStore();
  return useMemo(
    () => (change) => {
      const before = sweepOf(plan.view().plan);
      const after = change(before);
      if (after !== before) plan.change({ plan: after });
      return before;
    },
    [plan],
  );
}

const known = new WeakMap<SweepPlan, { readonly rules: Rules; readonly found: readonly CellIssue[] }>();

/** The cells that would be refused; the same array for the same plan. */
export function sweepIssues(plan: SweepPlan): readonly CellIssue[] {
  const rules = rulesOfConnection(plan.base.connectionId);
  const before = known.get(plan);
  if (before?.rules === rules) return before.found;
  const found = cellIssues(plan, rules);
  known.set(plan, { rules, found });
  return found;
}

/** The parameter controls edit the base of the sweep. */
export function baseEditor({ plan: store }: CompareStore): SettingsEditor {
  const plan = () => sweepOf(store.view().plan);
  return {
    subscribe: store.subscribe,
    settings: () => plan().base.settings,
    change: (_name, change) => {
      const next = withBaseSettings(plan(), change);
      if (next !== plan()) store.change({ plan: next });
    },
    issue: (name) => {
      const now = plan();
      // The base is not responsible for what an axis varies.
      if (now.axes.some(({ parameter }) => parameter === name)) return null;
      const issues = sweepIssues(now).flatMap((cell) => cell.issues);
      return issues.find(({ param }) => param === name)?.message ?? null;
    },
    note: () => null,
    answer: () => null,
    promptCount: () => {
      const { prompt } = plan();
      return typeof prompt === 'string' ? 1 : prompt.length;
    },
    connectionId: () => plan().base.connectionId,
    model: () => plan().base.model,
  };
}
