'use client';

import { type ReactNode, useState } from 'react';
import { toastError } from '@/components/runs/toast-error';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { StatusDot } from '@/components/ui/status-dot';
import { TextField } from '@/components/ui/text-field';
import { useHistory } from '@/lib/history/client/history';
import { dayLabel, timeOfDay } from '@/lib/history/client/history-pages';
import type { RunFilter } from '@/lib/history/model/run-search';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';
import type { RunSummary } from '@/lib/runs/model/runs';

export interface RunPickerProps {
  /** What is listed; absent: every run. */
  filter?: RunFilter;
  /** Which of those that the filter finds can be picked; the others are counted, not listed. */
  isListed?: (run: RunSummary) => boolean;
  /** Why some of them are not listed. */
  unlisted?: (count: number) => ReactNode;
  /** Said where there is none and nothing was searched. */
  empty?: ReactNode;
  /** Called for the picked run, and waited for; a rejection is shown, and the list stays. */
  onPick: (run: RunSummary) => void | Promise<void>;
  onClose: () => void;
}

/** Finds a run of the history. */
export function RunPicker({
  filter,
  isListed = () => true,
  unlisted,
  empty = 'No runs yet.',
  onPick,
  onClose,
}: RunPickerProps) {
  const [query, setQuery] = useState('');
  const [opening, setOpening] = useState<string | null>(null);
  const q = query.trim();
  const history = useHistory(q === '' ? filter : { ...filter, q });
  const runs = history.runs.filter(isListed);
  const unlistedCount = history.runs.length - runs.length;

  const pick = async (run: RunSummary) => {
    setOpening(run.id);
    try {
      await onPick(run);
    } catch (error) {
      setOpening(null);
      toastError(error);
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
      {!history.isLoading && !history.error && runs.length === 0 && !history.hasMore && (
        <p className="py-4 text-center text-ink-2">{q === '' ? empty : 'No runs match.'}</p>
      )}
      <ul aria-busy={history.isLoading || history.isPrevious} className="min-h-24">
        {runs.map((run) => (
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
      {unlisted && unlistedCount > 0 && <p className="text-xs text-ink-3">{unlisted(unlistedCount)}</p>}
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
