'use client';

import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { HistoryPanel } from '@/components/history/history-panel';
import type { ShareButtonProps } from '@/components/links/share/share-button';
import { Playground, type PlaygroundProps } from '@/components/playground/playground';
import type { PlaygroundSlots } from '@/components/playground/playground-slots';
import { getLayout } from '@/lib/platform/client/layout-store';

// Loaded with the first run, as what stands beside it.
const ShareButton = lazy(async (): Promise<{ default: ComponentType<ShareButtonProps> }> => {
  const loaded = await import('@/components/links/share/share-button').catch(() => null);
  return { default: loaded?.ShareButton ?? (() => null) };
});

const ScoredRunPicker = lazy(async () => ({
  default: (await import('@/components/history/scored-run-picker')).ScoredRunPicker,
}));

// Only for those who write in it.
const loadDocument = () => import('./document-slot');
// A page that begins with it does not wait for the first render.
if (typeof window !== 'undefined' && isDocumentFirst()) loadDocument().catch(() => undefined);
const DocumentSlot = lazy(async () => {
  // The server renders its place as well.
  if (typeof window !== 'undefined') {
    import('@/lib/documents/client/early-document').then(
      ({ askForDocument }) => askForDocument(),
      () => undefined,
    );
  }
  const loaded = await loadDocument().catch(() => null);
  return { default: loaded?.DocumentSlot ?? NotLoaded };
});

const SLOTS: PlaygroundSlots = {
  history: (onOpenRun) => <HistoryPanel onOpenRun={onOpenRun} />,
  share: (runId, wordFrom) => <ShareButton subject={runId === null ? null : { runId }} wordFrom={wordFrom} />,
  pickScoredRun: (props) => (
    <Suspense fallback={null}>
      <ScoredRunPicker {...props} />
    </Suspense>
  ),
  document: (modeSwitch) => (
    <Suspense fallback={<div className="flex-1" />}>
      <DocumentSlot modeSwitch={modeSwitch} />
    </Suspense>
  ),
  // Loaded on demand: few visitors need these.
  sweepRange: async (name, from, to) =>
    (await import('@/lib/compare/client/range-sweep')).rangeSweep(name, from, to),
  openAsDocument: async (runId, choice) =>
    (await import('@/lib/documents/client/open-run-as-document')).openRunAsDocument(runId, choice),
  openLinkOfUrl: async () => (await import('@/components/links/open-fork')).openForkOfUrl(),
};

/** Whether this page begins with a document: known before anything is drawn. */
function isDocumentFirst(): boolean {
  if (location.pathname !== '/') return false;
  const search = new URLSearchParams(location.search);
  if (search.has('run') || search.has('from')) return false;
  return search.has('document') || getLayout().mode === 'document';
}

function NotLoaded({ modeSwitch }: { modeSwitch: ReactNode }) {
  return (
    <div className="flex-1">
      <div className="flex h-9 items-center px-4 pointer-coarse:h-11">{modeSwitch}</div>
      <p role="alert" className="px-4 py-2 text-ink-2">
        Couldn't load the editor. Check your network, then reload the page.
      </p>
    </div>
  );
}

/** The playground, with the parts that history, links and Compare add. */
export function PlaygroundWithAll(props: Omit<PlaygroundProps, 'slots'>) {
  return <Playground {...props} slots={SLOTS} />;
}
