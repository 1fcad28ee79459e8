'use client';

import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { toast } from '@/components/ui/toast';
import { useDeleteRun, useHistory } from '@/lib/client/history/history';
import { messageOf } from '@/lib/client/http/message-of';
import { closeRun, getCurrentRun, useCurrentRun } from '@/lib/client/runs/run-controller';
import type { RunSummary } from '@/lib/contract/runs';
import { HistoryList } from './history-list';
import { HistorySkeleton } from './history-skeleton';

export interface HistoryPanelProps {
  /** Brings a run into the playground. */
  onOpenRun: (runId: string) => void;
}

/** Every run so far, newest first. Fills its place. */
export function HistoryPanel({ onOpenRun }: HistoryPanelProps) {
  const history = useHistory();
  const { remove, restore } = useDeleteRun();
  const currentId = useCurrentRun((view) => view?.runId ?? null);

  const onDelete = (run: RunSummary) => {
    if (getCurrentRun()?.runId === run.id) closeRun();
    const fail = (error: unknown) => toast(messageOf(error), { tone: 'bad' });
    remove(run).then(() => {
      // No id of its own: deleted, brought back and deleted again, it would join a toast that is on its way out.
      toast('Run deleted.', {
        action: { label: 'Undo', onClick: () => void restore(run).catch(fail) },
      });
    }, fail);
  };

  return (
    <div className="flex h-full min-h-0 flex-col">
      <h2 className="flex h-[45px] shrink-0 items-center border-b border-line px-4 text-xs font-medium text-ink-2">
        History
      </h2>
      {history.isLoading ? (
        <HistorySkeleton />
      ) : history.error ? (
        <EmptyState action={<Button onClick={() => void history.retry()}>Try again</Button>}>
          {history.error.message}
        </EmptyState>
      ) : history.runs.length === 0 ? (
        <EmptyState>Every run is kept here. Press Run to make the first one.</EmptyState>
      ) : (
        <HistoryList
          runs={history.runs}
          currentId={currentId}
          hasMore={history.hasMore}
          isLoadingMore={history.isLoadingMore}
          moreError={history.moreError}
          onMore={() => void history.loadMore()}
          onOpen={onOpenRun}
          onDelete={onDelete}
        />
      )}
    </div>
  );
}
