'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { StatusDot } from '@/components/ui/status-dot';
import { TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import { withColumn } from '@/lib/compare/client/column-edits';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { columnOfRun } from '@/lib/compare/client/new-plans';
import { requestedPrompt } from '@/lib/compare/model/plan';
import { useHistory } from '@/lib/history/client/history';
import { dayLabel, timeOfDay } from '@/lib/history/client/history-pages';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { fetchRun } from '@/lib/runs/client/run-detail';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';
import type { RunSummary } from '@/lib/runs/model/runs';
import { useAddColumn } from '../use-add-column';

/** Finds a run of the history; it becomes a column and is shown without running again. */
export function RunPicker({ onClose }: { onClose: () => void }) {
  const { session } = useCompareStore();
  const add = useAddColumn();
  const [query, setQuery] = useState('');
  const [opening, setOpening] = useState<string | null>(null);
  const q = query.trim();
  const history = useHistory(q === '' ? undefined : { q });

  const pick = async (run: RunSummary) => {
    setOpening(run.id);
    try {
      const detail = await fetchRun(run.id);
      add((plan) => {
        const column = columnOfRun(detail, requestedPrompt(plan));
        const next = withColumn(plan, column);
        if (next !== plan) session.show(column.id, detail);
        return next;
      });
      onClose();
    } catch (error) {
      setOpening(null);
      toast(messageOf(error), { tone: 'bad' });
    }
  };

  return (
    <Dialog
      onClose={onClose}
      title="From history"
      className="max-w-xl"
      bodyClassName="flex flex-col gap-2 px-4 pb-3"
    >
      <TextField
        data-autofocus=""
        type="search"
        aria-label="Search history"
        placeholder="Search prompts and outputs"
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {history.error && (
        <p role="alert" className="text-xs text-bad">
          {history.error.message}
        </p>
      )}
      {!history.isLoading && !history.error && history.runs.length === 0 && (
        <p className="py-4 text-center text-ink-2">{q === '' ? 'No runs yet.' : 'No runs match.'}</p>
      )}
      <ul aria-busy={history.isLoading || history.isPrevious} className="min-h-24">
        {history.runs.map((run) => (
          <li key={run.id}>
            <button
              type="button"
              aria-busy={opening === run.id || undefined}
              disabled={opening !== null}
              onClick={() => void pick(run)}
              className="grid w-full grid-cols-[minmax(0,1fr)_auto] gap-x-3 rounded-sm px-2 py-1 text-left -outline-offset-2 hover:bg-hover"
            >
              <span className="truncate">{run.title ?? (run.promptPreview || 'Empty prompt')}</span>
              <span className="flex items-center gap-1.5 text-xs text-ink-3">
                <StatusDot tone={STATUS_LABELS[run.status].tone} label={STATUS_LABELS[run.status].label} />
                {dayLabel(new Date(run.createdAt), new Date())}, {timeOfDay(run.createdAt)}
              </span>
              <span className="truncate font-mono text-xs text-ink-3">{run.outputPreview || 'No text'}</span>
              <span className="max-w-40 truncate font-mono text-xs text-ink-3">{run.model}</span>
            </button>
          </li>
        ))}
      </ul>
      {history.hasMore && (
        <Button
          size="sm"
          variant="ghost"
          loading={history.isLoadingMore}
          onClick={() => void history.loadMore()}
          className="self-center"
        >
          Older runs
        </Button>
      )}
    </Dialog>
  );
}
