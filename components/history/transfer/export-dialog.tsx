'use client';

import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { ProgressBar } from '@/components/ui/progress-bar';
import { filterInMoments, filterQuery, isFiltered } from '@/lib/client/history/history-filter';
import { type ExportProgress, exportName, exportRuns } from '@/lib/client/history/transfer/export-runs';
import { bytesInWords, runsInWords } from '@/lib/client/history/transfer/in-words';
import { chooseSaveTarget } from '@/lib/client/history/transfer/save-target';
import { messageOf } from '@/lib/client/runs/run-controller';
import { type ExportFormat, MOST_SELECTED } from '@/lib/contract/run-export';
import type { RunFilter } from '@/lib/contract/run-search';
import { FORMAT_OPTIONS } from './formats';
import { RadioList } from './radio-list';
import { useNextFocus } from './use-next-focus';

export interface ExportDialogProps {
  filter: RunFilter;
  selectedIds: readonly string[];
  onClose: () => void;
}

type Scope = 'selected' | 'filtered' | 'all';
type Stage =
  | { readonly kind: 'choosing'; readonly error?: string }
  | { readonly kind: 'running'; readonly progress: ExportProgress }
  | { readonly kind: 'done'; readonly progress: ExportProgress }
  | { readonly kind: 'cancelled' };

/** Runs as a file: which of them, in which form, how far it has come. */
export function ExportDialog({ filter, selectedIds, onClose }: ExportDialogProps) {
  const filtered = isFiltered(filter);
  const [scope, setScope] = useState<Scope>(
    selectedIds.length > 0 ? 'selected' : filtered ? 'filtered' : 'all',
  );
  const [format, setFormat] = useState<ExportFormat>('json');
  const [stage, setStage] = useState<Stage>({ kind: 'choosing' });
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const next = useRef<HTMLButtonElement>(null);
  useNextFocus(next, stage.kind);
  const begin = () => {
    abort.current = new AbortController();
    return abort.current;
  };

  async function run() {
    const target = await chooseSaveTarget(exportName(format));
    if (target === null) return;
    const { signal } = begin();
    setStage({ kind: 'running', progress: { runs: 0, bytes: 0, total: null } });
    try {
      const what = whatOf(scope, filter, selectedIds);
      const onProgress = (progress: ExportProgress) => setStage({ kind: 'running', progress });
      setStage({ kind: 'done', progress: await exportRuns(what, format, { target, signal, onProgress }) });
    } catch (error) {
      setStage(signal.aborted ? { kind: 'cancelled' } : { kind: 'choosing', error: messageOf(error) });
    }
  }

  const isRunning = stage.kind === 'running';
  const isOver = stage.kind === 'done' || stage.kind === 'cancelled';
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (open) return;
        // An export that is going on is cancelled, and the dialog says so; the next time it closes.
        if (isRunning) abort.current?.abort();
        else onClose();
      }}
      title="Export runs"
      description="Keys and addresses of connections are never part of an export."
      footer={
        <>
          {isOver ? (
            <Button ref={next} onClick={onClose}>
              Close
            </Button>
          ) : (
            <Button onClick={isRunning ? () => abort.current?.abort() : onClose}>Cancel</Button>
          )}
          {!isOver && (
            <Button variant="primary" loading={isRunning} onClick={() => void run()}>
              {isRunning ? 'Exporting' : 'Export'}
            </Button>
          )}
        </>
      }
    >
      {stage.kind === 'choosing' && (
        <div className="flex flex-col gap-4">
          {stage.error && (
            <Notice tone="bad" role="alert">
              {stage.error}
            </Notice>
          )}
          <RadioList
            label="Runs"
            value={scope}
            onChange={setScope}
            options={[
              ...(selectedIds.length === 0 ? [] : [selectedOption(selectedIds.length)]),
              ...(filtered
                ? [{ value: 'filtered' as const, label: 'All that match the search and filters' }]
                : []),
              { value: 'all', label: 'Everything', hint: 'Runs of comparisons too.' },
            ]}
          />
          <RadioList label="Format" value={format} onChange={setFormat} options={FORMAT_OPTIONS} />
        </div>
      )}
      {isRunning && <Running progress={stage.progress} />}
      <div role="status">
        {stage.kind === 'done' && (
          <Notice tone="good">
            {runsInWords(stage.progress.runs)} exported, {bytesInWords(stage.progress.bytes)}.
          </Notice>
        )}
        {stage.kind === 'cancelled' && <Notice>Cancelled. Nothing was saved.</Notice>}
      </div>
    </Dialog>
  );
}

function selectedOption(count: number) {
  const tooMany = count > MOST_SELECTED;
  return {
    value: 'selected' as const,
    label: `The selected ${count === 1 ? 'run' : runsInWords(count)}`,
    disabled: tooMany,
    hint: tooMany
      ? `At most ${MOST_SELECTED.toLocaleString('en')} can be chosen one by one: use a filter.`
      : undefined,
  };
}

function Running({ progress: { runs, bytes, total } }: { progress: ExportProgress }) {
  const text = `${total === null ? runsInWords(runs) : `${runs.toLocaleString('en')} of ${runsInWords(total)}`}, ${bytesInWords(bytes)}`;
  return (
    <div className="flex flex-col gap-2">
      <ProgressBar
        label="Export"
        value={total === null ? null : total === 0 ? 1 : runs / total}
        text={text}
      />
      <p className="text-xs text-ink-2 tabular-nums">{text}</p>
    </div>
  );
}

function whatOf(scope: Scope, filter: RunFilter, ids: readonly string[]) {
  if (scope === 'selected') return { kind: 'ids', ids } as const;
  return scope === 'all'
    ? ({ kind: 'all' } as const)
    : ({ kind: 'filter', query: filterQuery(filterInMoments(filter)) } as const);
}
