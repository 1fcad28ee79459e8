'use client';

import { lazy, Suspense, useState } from 'react';
import { useViewer } from '@/lib/accounts/client/viewer';
import { HistorySkeleton } from './history-skeleton';
import { HistoryTitle } from './history-title';
import { NoHistory } from './no-history';

const OwnHistory = lazy(async () => ({ default: (await import('./own-history')).OwnHistory }));

export interface HistoryPanelProps {
  /** Opens a run in the playground. */
  onOpenRun: (runId: string) => void;
}

/** The history beside the editor. A visitor without a session has none, so its code is not loaded. */
export function HistoryPanel({ onOpenRun }: HistoryPanelProps) {
  const isVisitor = useViewer().viewer === null;
  // With the first run a visitor gets a session: there are still no runs to wait for.
  const [hadNone] = useState(isVisitor);
  const placeholder = hadNone ? <NoHistory /> : <HistorySkeleton />;
  const frame = (
    <div className="flex h-full min-h-0 flex-col">
      <HistoryTitle href="/history" />
      <div className="flex min-h-0 flex-1 flex-col border-t">{placeholder}</div>
    </div>
  );
  if (isVisitor) return frame;
  return (
    <Suspense fallback={frame}>
      <OwnHistory onOpenRun={onOpenRun} placeholder={placeholder} />
    </Suspense>
  );
}
