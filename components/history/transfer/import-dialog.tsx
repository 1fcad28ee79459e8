'use client';

import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useViewer } from '@/lib/accounts/client/viewer';
import { type ImportResult, importRuns } from '@/lib/history/client/transfer/import-runs';
import { type ImportPreview, previewImport } from '@/lib/history/client/transfer/preview-import';
import { formatBytes, runsLabel } from '@/lib/history/client/transfer/transfer-labels';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { useQueryClient } from '@/lib/platform/client/http/query';
import { announceRunsChanged } from '@/lib/runs/client/run-channel';
import { FileDrop } from './file-drop';
import { ImportSummary, Refusals } from './import-summary';
import { TransferDialog, TransferProgress, useCancel } from './transfer-dialog';
import { useNextFocus } from './use-next-focus';

type Stage =
  | { readonly kind: 'choosing'; readonly error?: string }
  | { readonly kind: 'reading'; readonly file: File; readonly bytes: number }
  | { readonly kind: 'preview'; readonly file: File; readonly preview: ImportPreview }
  | { readonly kind: 'importing'; readonly imported: number; readonly total: number }
  | { readonly kind: 'done'; readonly result: ImportResult };

/** Imports runs from a file: a preview first, then the result. Nothing changes before the second press. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [stage, setStage] = useState<Stage>({ kind: 'choosing' });
  const client = useQueryClient();
  const hasHistory = useViewer().viewer !== null;
  const { begin, cancel } = useCancel();
  const next = useRef<HTMLButtonElement>(null);
  useNextFocus(next, stage.kind);

  async function look(file: File) {
    const signal = begin();
    setStage({ kind: 'reading', file, bytes: 0 });
    try {
      const onBytes = (bytes: number) => setStage({ kind: 'reading', file, bytes });
      setStage({
        kind: 'preview',
        file,
        preview: await previewImport(file, { hasHistory, signal, onBytes }),
      });
    } catch (error) {
      setStage({ kind: 'choosing', error: signal.aborted ? undefined : messageOf(error) });
    }
  }

  async function bringIn(file: File, { known, fresh: total }: ImportPreview) {
    const signal = begin();
    setStage({ kind: 'importing', imported: 0, total });
    const result = await importRuns(file, {
      known,
      signal,
      onImported: (imported) => setStage({ kind: 'importing', imported, total }),
    });
    setStage({ kind: 'done', result });
    announceRunsChanged();
    // Imported runs may belong anywhere in the list, not only at the top.
    void client.invalidateQueries({ queryKey: ['runs'] });
    void client.invalidateQueries({ queryKey: ['run-filters'] });
  }

  const isBusy = stage.kind === 'reading' || stage.kind === 'importing';
  return (
    <TransferDialog
      title="Import runs"
      description="A file exported from this or another playground. Runs you already have stay unchanged."
      isBusy={isBusy}
      isOver={stage.kind === 'done'}
      onCancel={cancel}
      onClose={onClose}
      next={next}
      cancelLeadsOn={isBusy}
      buttons={
        stage.kind === 'preview' && (
          <>
            <Button onClick={() => setStage({ kind: 'choosing' })}>Choose another file</Button>
            <Button
              ref={next}
              variant="primary"
              disabled={stage.preview.fresh === 0}
              onClick={() => void bringIn(stage.file, stage.preview)}
            >
              Import {runsLabel(stage.preview.fresh)}
            </Button>
          </>
        )
      }
    >
      {stage.kind === 'choosing' && (
        <div className="flex flex-col gap-3">
          {stage.error && (
            <Notice tone="bad" role="alert">
              {stage.error}
            </Notice>
          )}
          <FileDrop onFile={(file) => void look(file)} />
        </div>
      )}
      {stage.kind === 'reading' && (
        <TransferProgress
          label="Reading the file"
          value={stage.file.size === 0 ? 1 : stage.bytes / stage.file.size}
          text={`${formatBytes(stage.bytes)} of ${formatBytes(stage.file.size)} read`}
        />
      )}
      {stage.kind === 'importing' && (
        <TransferProgress
          label="Import"
          value={stage.imported / Math.max(1, stage.total)}
          text={`${stage.imported.toLocaleString('en')} of ${runsLabel(stage.total)} imported`}
        />
      )}
      <div role="status">
        {stage.kind === 'preview' && <ImportSummary name={stage.file.name} preview={stage.preview} />}
        {stage.kind === 'done' && <ImportOutcome result={stage.result} />}
      </div>
    </TransferDialog>
  );
}

function ImportOutcome({ result }: { result: ImportResult }) {
  const { imported, here, refused, refusals, ended } = result;
  const counts = `${runsLabel(imported)} imported${here > 0 ? `, ${here.toLocaleString('en')} already here` : ''}.`;
  return (
    <div className="flex flex-col gap-3">
      {ended === 'whole' ? (
        <Notice tone="good">{counts}</Notice>
      ) : (
        <Notice tone={ended === 'cancelled' ? 'warn' : 'bad'}>
          {ended === 'cancelled' ? 'Canceled.' : ended.error} {counts} Imported runs stay. Import the same
          file again to get the rest.
        </Notice>
      )}
      <Refusals count={refused} refusals={refusals} />
    </div>
  );
}
