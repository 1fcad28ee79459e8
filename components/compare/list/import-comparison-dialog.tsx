'use client';

import { useRef, useState } from 'react';
import { FileDrop } from '@/components/history/transfer/file-drop';
import { Refusals } from '@/components/history/transfer/import-summary';
import { TransferDialog, TransferProgress, useCancel } from '@/components/history/transfer/transfer-dialog';
import { useNextFocus } from '@/components/history/transfer/use-next-focus';
import { buttonStyle } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import {
  type ImportedComparison,
  type ImportProgress,
  importComparisonFile,
} from '@/lib/compare/client/comparison-import';
import { compareHref } from '@/lib/compare/client/comparison-url';
import { formatBytes, runsLabel } from '@/lib/history/client/transfer/transfer-labels';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { useQueryClient } from '@/lib/platform/client/http/query';
import { announceRunsChanged } from '@/lib/runs/client/run-channel';

type Stage =
  | { readonly kind: 'choosing'; readonly error?: string }
  | { readonly kind: 'importing'; readonly file: File; readonly progress: ImportProgress }
  | { readonly kind: 'done'; readonly result: ImportedComparison };

/** Imports an exported comparison with its runs, as a new one. */
export function ImportComparisonDialog({ onClose }: { onClose: () => void }) {
  const [stage, setStage] = useState<Stage>({ kind: 'choosing' });
  const client = useQueryClient();
  const { begin, cancel } = useCancel();
  const next = useRef<HTMLButtonElement>(null);
  useNextFocus(next, stage.kind);

  async function bringIn(file: File) {
    const signal = begin();
    const onProgress = (progress: ImportProgress) => setStage({ kind: 'importing', file, progress });
    onProgress({ bytes: 0, imported: 0, total: null });
    try {
      setStage({ kind: 'done', result: await importComparisonFile(file, { signal, onProgress }) });
    } catch (error) {
      setStage({ kind: 'choosing', ...(!signal.aborted && { error: messageOf(error) }) });
    }
    announceRunsChanged();
    void client.invalidateQueries({ queryKey: ['comparisons'] });
  }

  const isBusy = stage.kind === 'importing';
  return (
    <TransferDialog
      title="Import a comparison"
      description="A JSON export of a comparison becomes a new one, with its runs."
      isBusy={isBusy}
      isOver={stage.kind === 'done'}
      onCancel={cancel}
      onClose={onClose}
      next={next}
      cancelLeadsOn={isBusy}
      buttons={
        stage.kind === 'done' && (
          <Link href={compareHref(stage.result.comparisonId)} className={buttonStyle('primary')}>
            Open comparison
          </Link>
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
          <FileDrop hint="JSON, of any size" onFile={(file) => void bringIn(file)} />
        </div>
      )}
      {stage.kind === 'importing' && <Progress file={stage.file} progress={stage.progress} />}
      <div role="status">{stage.kind === 'done' && <Outcome result={stage.result} />}</div>
    </TransferDialog>
  );
}

function Progress({ file, progress }: { file: File; progress: ImportProgress }) {
  const { bytes, imported, total } = progress;
  if (total === null) {
    return (
      <TransferProgress
        label="Reading the file"
        value={bytes / Math.max(1, file.size)}
        text={`${formatBytes(bytes)} of ${formatBytes(file.size)} read`}
      />
    );
  }
  return (
    <TransferProgress
      label="Import"
      value={imported / Math.max(1, total)}
      text={`${imported.toLocaleString('en')} of ${runsLabel(total)} imported`}
    />
  );
}

function Outcome({ result: { imported, refused, refusals, ended } }: { result: ImportedComparison }) {
  return (
    <div className="flex flex-col gap-3">
      {ended === 'whole' ? (
        <Notice tone="good">Comparison imported with {runsLabel(imported)}.</Notice>
      ) : (
        <Notice tone={ended === 'cancelled' ? 'warn' : 'bad'}>
          {ended === 'cancelled' ? 'Canceled.' : ended.error} The comparison has {runsLabel(imported)} of the
          file. Import it again for all of them.
        </Notice>
      )}
      <Refusals count={refused} refusals={refusals} />
    </div>
  );
}
