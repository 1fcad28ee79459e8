import type { ComparisonPlan, PlanBase } from '@/lib/compare/model/plan';
import { cellOfVariant, sentBase, variantsOf, variedBy } from '@/lib/compare/model/plan-cells';
import type { SettingsEditor } from '@/lib/playground/client/settings-editor';
import { DEFAULT_SETTINGS, type Settings } from '@/lib/protocol/request/settings';
import { withSettings } from './column-edits';
import type { CompareStore } from './compare-store';
import { issueOfField, planIssues, planNotes } from './plan-issues';
import { withBaseSettings } from './sweep-edits';

/** Lets the playground's controls edit settings of a plan. */
function editorOf(
  { plan: store }: CompareStore,
  read: (plan: ComparisonPlan) => Partial<PlanBase>,
  write: (plan: ComparisonPlan, change: (settings: Settings) => Settings) => ComparisonPlan,
): Omit<SettingsEditor, 'issue' | 'note'> {
  const now = () => read(store.view().plan);
  return {
    subscribe: store.subscribe,
    settings: () => now().settings ?? DEFAULT_SETTINGS,
    change: (_name, change) => {
      const { plan } = store.view();
      const next = write(plan, change);
      if (next !== plan) store.change({ plan: next });
    },
    answer: () => null,
    promptCount: () => [now().prompt ?? ''].flat().length,
    connectionId: () => now().connectionId ?? null,
    model: () => now().model ?? '',
  };
}

/** The settings of one column. */
export function columnEditor(compareStore: CompareStore, id: string): SettingsEditor {
  const found = (read: typeof planIssues, name: string) => {
    const { plan } = compareStore.plan.view();
    const issues = read(plan, cellOfVariant(plan, id) ?? id);
    return issues.find(({ param }) => param === name)?.message ?? null;
  };
  return {
    ...editorOf(
      compareStore,
      ({ base, axes }) => {
        const variant = variantsOf({ axes }).find((one) => one.id === id);
        return { ...variant, prompt: variant?.prompt ?? base.prompt };
      },
      (now, change) => withSettings(now, id, change),
    ),
    issue: (name) => found(planIssues, name),
    note: (name) => found(planNotes, name),
    alwaysField: true,
  };
}

/** The settings that all cells share. */
export function baseEditor(compareStore: CompareStore): SettingsEditor {
  return {
    ...editorOf(compareStore, sentBase, withBaseSettings),
    issue: (name) => {
      const { plan } = compareStore.plan.view();
      // The base is not responsible for what an axis varies.
      return plan.axes.some((axis) => variedBy(axis) === name) ? null : issueOfField(plan, name);
    },
    note: () => null,
  };
}
