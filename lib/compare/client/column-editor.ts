import type { SettingsEditor } from '@/lib/playground/client/settings-editor';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import { withSettings } from './column-edits';
import type { CompareStore } from './compare-store';
import { columnsOf } from './plan-actions';
import { planIssues, planNotes } from './plan-issues';

/** The parameter controls edit the settings of one column. */
export function columnEditor({ plan: store }: CompareStore, id: string): SettingsEditor {
  const plan = () => columnsOf(store.view().plan);
  const column = () => plan().columns.find((candidate) => candidate.id === id);
  return {
    subscribe: store.subscribe,
    settings: () => column()?.settings ?? DEFAULT_SETTINGS,
    change: (_name, change) => {
      const next = withSettings(plan(), id, change);
      if (next !== plan()) store.change({ plan: next });
    },
    issue: (name) => planIssues(plan(), id).find(({ param }) => param === name)?.message ?? null,
    note: (name) => planNotes(plan(), id).find(({ param }) => param === name)?.message ?? null,
    answer: () => null,
    promptCount: () => {
      const prompt = column()?.prompt ?? plan().prompt;
      return typeof prompt === 'string' ? 1 : prompt.length;
    },
    connectionId: () => column()?.connectionId ?? null,
    model: () => column()?.model ?? '',
    alwaysField: true,
  };
}
