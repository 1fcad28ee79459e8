import { openRunHere } from '@/components/playground/open-run';
import { applyPreset } from '@/components/playground/toolbar/apply-preset';
import { newestDocuments } from '@/lib/documents/client/document-list';
import { documentHref } from '@/lib/documents/client/document-url';
import { newestRuns } from '@/lib/history/client/history';
import type { PaletteItem } from '@/lib/palette/model/rank-items';
import { isAsPreset } from '@/lib/playground/client/draft';
import { getDraft } from '@/lib/playground/client/draft-store';
import { draftPreset, fetchPresets } from '@/lib/playground/client/presets';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';
import { momentLabel } from '@/lib/runs/model/run-moment';

export async function presetItems(toPlayground: () => void): Promise<readonly PaletteItem[]> {
  const presets = await fetchPresets();
  return presets.map((preset) => {
    const read = draftPreset(preset);
    return {
      id: `preset:${preset.id}`,
      label: visibleName(preset.name),
      detail: preset.model ?? undefined,
      group: 'Presets',
      blocked: read ? null : "Its settings can't be read",
      current: read !== null && isAsPreset(getDraft(), read),
      run: () => {
        if (!read) return;
        applyPreset(read);
        toPlayground();
      },
    } satisfies Partial<PaletteItem> as PaletteItem;
  });
}

/** Found by their titles or first words. @param go opens an address */
export async function documentItems(go: (href: string) => unknown): Promise<readonly PaletteItem[]> {
  const documents = await newestDocuments();
  return documents.map(({ id, title, excerpt, words, updatedAt }) => ({
    id: `document:${id}`,
    label: visibleName(title ?? excerpt).slice(0, 120) || '(empty document)',
    detail: `${words.toLocaleString('en')} ${words === 1 ? 'word' : 'words'} · ${momentLabel(new Date(updatedAt))}`,
    group: 'Documents',
    also: excerpt,
    run: () => go(documentHref(id)),
  }));
}

/** @param go opens a run's page; null: the run is opened in the playground, which is there, after `toPrompt` */
export async function runItems(
  go: ((href: string) => unknown) | null,
  toPrompt: () => unknown,
): Promise<readonly PaletteItem[]> {
  const runs = await newestRuns();
  return runs.map(({ id, title, promptPreview, outputPreview, tags, model, createdAt }) => ({
    id: `run:${id}`,
    label: visibleName(title ?? promptPreview).slice(0, 120) || '(empty prompt)',
    detail: `${model} · ${momentLabel(new Date(createdAt))}`,
    group: 'Recent runs',
    also: [...tags, outputPreview].join(' '),
    run: async () => {
      if (go) return go(`/history/${id}`);
      await toPrompt();
      return openRunHere(id);
    },
  }));
}
