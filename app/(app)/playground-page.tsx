'use client';

import { type ComponentType, lazy, Suspense } from 'react';
import { HistoryPanel } from '@/components/history/history-panel';
import type { ShareButtonProps } from '@/components/links/share/share-button';
import { Playground, type PlaygroundProps } from '@/components/playground/playground';
import type { PlaygroundSlots } from '@/components/playground/playground-slots';

// Loaded with the first run, as what stands beside it.
const ShareButton = lazy(async (): Promise<{ default: ComponentType<ShareButtonProps> }> => {
  const loaded = await import('@/components/links/share/share-button').catch(() => null);
  return { default: loaded?.ShareButton ?? (() => null) };
});

const ScoredRunPicker = lazy(async () => ({
  default: (await import('@/components/history/scored-run-picker')).ScoredRunPicker,
}));

const SLOTS: PlaygroundSlots = {
  history: (onOpenRun) => <HistoryPanel onOpenRun={onOpenRun} />,
  share: (runId) => <ShareButton runId={runId} />,
  pickScoredRun: (props) => (
    <Suspense fallback={null}>
      <ScoredRunPicker {...props} />
    </Suspense>
  ),
  // Loaded on demand: few visitors need these.
  sweepRange: async (name, from, to) =>
    (await import('@/lib/compare/client/range-sweep')).rangeSweep(name, from, to),
  openAsDocument: async (runId, choice) => {
    const [{ openRunAsDocument }, { documentHref }] = await Promise.all([
      import('@/lib/documents/client/open-run-as-document'),
      import('@/lib/documents/client/document-url'),
    ]);
    return documentHref(await openRunAsDocument(runId, choice));
  },
  openLinkOfUrl: async () => (await import('@/components/links/open-fork')).openForkOfUrl(),
};

/** The playground, with the parts that history, links and Compare add. */
export function PlaygroundWithAll(props: Omit<PlaygroundProps, 'slots'>) {
  return <Playground {...props} slots={SLOTS} />;
}
