'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useViewer } from '@/lib/accounts/client/viewer';
import { type ImportResult, importRuns } from '@/lib/history/client/transfer/import-runs';
import { type ImportPreview, previewImport } from '@/lib/history/client/transfer/preview-import';
import { runsLabel } from '@/lib/history/client/transfer/transfer-labels';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { useQueryClient } from '@/lib/platform/client/http/query';
import { announceRunsChanged } from '@/lib/runs/client/run-channel';
import { ImportFrame, ImportOutcome, type ImportStage } from './import-frame';
import { ImportSummary } from './import-summary';
import { useCancel } from './transfer-dialog';

type Stage = ImportStage<
  | { readonly kind: 'preview'; readonly file: File; readonly preview: ImportPreview }
  | { readonly kind: 'done'; readonly result: ImportResult }
>;

/** Imports runs from a file: a preview first, then the result. Nothing changes before the second press. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [stage, setStage] = useState<Stage>({ kind: 'choosing' });
  const client = useQueryClient();
  const hasHistory = useViewer().viewer !== null;
  const { begin, cancel } = useCancel();

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

  return (
    <ImportFrame
      title="Import runs"
      description="A file exported from this or another playground. Runs you already have stay unchanged."
      stage={stage}
      onFile={(file) => void look(file)}
      onCancel={cancel}
      onClose={onClose}
      buttons={(next) =>
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
      {stage.kind === 'preview' && <ImportSummary name={stage.file.name} preview={stage.preview} />}
      {stage.kind === 'done' && <Outcome result={stage.result} />}
    </ImportFrame>
  );
}

function Outcome({ result }: { result: ImportResult }) {
  const { imported, here } = result;
  const counts = `${runsLabel(imported)} imported${here > 0 ? `, ${here.toLocaleString('en')} already here` : ''}.`;
  const part = `${counts} Imported runs are kept. Import the same file again to get the rest.`;
  return <ImportOutcome result={result} whole={counts} part={part} />;
}
