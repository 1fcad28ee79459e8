'use client';

import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { filterInMoments, filterQuery, isFiltered } from '@/lib/history/client/filter-query';
import { type ExportProgress, exportName, exportRuns } from '@/lib/history/client/transfer/export-runs';
import {
  chooseSaveTarget,
  downloadTarget,
  hasSavePicker,
  type SaveTarget,
} from '@/lib/history/client/transfer/save-target';
import { runsLabel } from '@/lib/history/client/transfer/transfer-labels';
import { type ExportFormat, MAX_SELECTED } from '@/lib/history/model/run-export';
import type { RunFilter } from '@/lib/history/model/run-search';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { sizeLabel } from '@/lib/platform/numbers/size-label';
import { FORMAT_OPTIONS } from './formats';
import { RadioList } from './radio-list';
import { TransferDialog, TransferProgress, useCancel } from './transfer-dialog';
import { useNextFocus } from './use-next-focus';

export interface ExportDialogProps {
  filter: RunFilter;
  selectedIds: readonly string[];
  onClose: () => void;
}

type Scope = 'selected' | 'filtered' | 'all';
type Stage =
  | {
      readonly kind: 'choosing';
      readonly error?: string;
      /** The browser was asked where to save: it shows its window, or no place was chosen in it. */
      readonly place?: 'asked' | 'none';
    }
  | { readonly kind: 'running'; readonly progress: ExportProgress }
  | { readonly kind: 'done'; readonly progress: ExportProgress; readonly isDownload: boolean }
  | { readonly kind: 'cancelled' };

/** Exports runs to a file: which runs, in which format, and the progress. */
export function ExportDialog({ filter, selectedIds, onClose }: ExportDialogProps) {
  const filtered = isFiltered(filter);
  const [scope, setScope] = useState<Scope>(
    selectedIds.length > 0 ? 'selected' : filtered ? 'filtered' : 'all',
  );
  const [format, setFormat] = useState<ExportFormat>('json');
  const [stage, setStage] = useState<Stage>({ kind: 'choosing' });
  const { begin, cancel } = useCancel();
  const next = useRef<HTMLButtonElement>(null);
  useNextFocus(next, stage.kind);

  /** Counts what was begun: a window for the place may answer when it no longer matters. */
  const turn = useRef(0);
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );
  async function choosePlace() {
    turn.current += 1;
    const own = turn.current;
    // Some browsers never show the window, or close it at once: the page says that it waits for it.
    if (hasSavePicker()) setStage({ kind: 'choosing', place: 'asked' });
    const target = await chooseSaveTarget(exportName(format));
    if (own !== turn.current) return void target?.abandon();
    if (target === null) return setStage({ kind: 'choosing', place: 'none' });
    await run(target);
  }

  async function run(target: SaveTarget) {
    turn.current += 1;
    const { isDownload = false } = target;
    const signal = begin();
    setStage({ kind: 'running', progress: { runs: 0, bytes: 0, total: null } });
    try {
      const what = whatOf(scope, filter, selectedIds);
      const onProgress = (progress: ExportProgress) => setStage({ kind: 'running', progress });
      const progress = await exportRuns(what, format, { target, signal, onProgress });
      setStage({ kind: 'done', progress, isDownload });
    } catch (error) {
      setStage(signal.aborted ? { kind: 'cancelled' } : { kind: 'choosing', error: messageOf(error) });
    }
  }

  const isRunning = stage.kind === 'running';
  const isOver = stage.kind === 'done' || stage.kind === 'cancelled';
  return (
    <TransferDialog
      title="Export runs"
      description="Exports never include connection keys or addresses."
      isBusy={isRunning}
      isOver={isOver}
      onCancel={cancel}
      onClose={onClose}
      next={next}
      buttons={
        !isOver && (
          <Button variant="primary" loading={isRunning} onClick={() => void choosePlace()}>
            {isRunning ? 'Exporting' : 'Export'}
          </Button>
        )
      }
    >
      {stage.kind === 'choosing' && (
        <div className="flex flex-col gap-4">
          {stage.error && (
            <Notice tone="bad" role="alert">
              {stage.error}
            </Notice>
          )}
          {selectedIds.length === 0 && !filtered ? (
            <p>All your runs, including those from comparisons.</p>
          ) : (
            <RadioList
              label="Runs"
              value={scope}
              onChange={setScope}
              options={[
                ...(selectedIds.length === 0 ? [] : [selectedOption(selectedIds.length)]),
                ...(filtered
                  ? [{ value: 'filtered' as const, label: 'All runs that match the search and filters' }]
                  : []),
                { value: 'all', label: 'Everything', hint: 'Including runs from comparisons.' },
              ]}
            />
          )}
          <RadioList label="Format" value={format} onChange={setFormat} options={FORMAT_OPTIONS} />
        </div>
      )}
      {isRunning && <Running progress={stage.progress} />}
      <div role="status">
        {stage.kind === 'choosing' && stage.place && (
          <Notice
            className="mt-4"
            actions={
              <Button size="sm" onClick={() => void run(downloadTarget(exportName(format)))}>
                Download instead
              </Button>
            }
          >
            {stage.place === 'asked'
              ? 'Choose where to save the file.'
              : 'No location chosen. Nothing was saved.'}
          </Notice>
        )}
        {stage.kind === 'done' && (
          <Notice tone="good">
            {runsLabel(stage.progress.runs)} exported, {sizeLabel(stage.progress.bytes)}.
            {stage.isDownload && " It's in your browser's downloads."}
          </Notice>
        )}
        {stage.kind === 'cancelled' && <Notice>Canceled. Nothing was saved.</Notice>}
      </div>
    </TransferDialog>
  );
}

function selectedOption(count: number) {
  const tooMany = count > MAX_SELECTED;
  return {
    value: 'selected' as const,
    label: count === 1 ? 'Selected run' : `${count.toLocaleString('en')} selected runs`,
    disabled: tooMany,
    hint: tooMany
      ? `You can select up to ${MAX_SELECTED.toLocaleString('en')} runs. Use a filter instead.`
      : undefined,
  };
}

function Running({ progress: { runs, bytes, total } }: { progress: ExportProgress }) {
  const text = `${total === null ? runsLabel(runs) : `${runs.toLocaleString('en')} of ${runsLabel(total)}`}, ${sizeLabel(bytes)}`;
  const part = total === null ? null : total === 0 ? 1 : runs / total;
  return <TransferProgress label="Export" value={part} text={text} />;
}

function whatOf(scope: Scope, filter: RunFilter, ids: readonly string[]) {
  if (scope === 'selected') return { kind: 'ids', ids } as const;
  return scope === 'all'
    ? ({ kind: 'all' } as const)
    : ({ kind: 'filter', query: filterQuery(filterInMoments(filter)) } as const);
}
