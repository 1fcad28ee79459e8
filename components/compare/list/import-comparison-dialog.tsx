'use client';

import { useState } from 'react';
import { ImportFrame, ImportOutcome, type ImportStage } from '@/components/history/transfer/import-frame';
import { useCancel } from '@/components/history/transfer/transfer-dialog';
import { buttonStyle } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import {
  type ImportedComparison,
  type ImportProgress,
  importComparisonFile,
} from '@/lib/compare/client/comparison-import';
import { compareHref } from '@/lib/compare/client/comparison-url';
import { runsLabel } from '@/lib/history/client/transfer/transfer-labels';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { useQueryClient } from '@/lib/platform/client/http/query';
import { announceRunsChanged } from '@/lib/runs/client/run-channel';

type Stage = ImportStage<{ readonly kind: 'done'; readonly result: ImportedComparison }>;

/** Imports an exported comparison with its runs, as a new one. */
export function ImportComparisonDialog({ onClose }: { onClose: () => void }) {
  const [stage, setStage] = useState<Stage>({ kind: 'choosing' });
  const client = useQueryClient();
  const { begin, cancel } = useCancel();

  async function bringIn(file: File) {
    const signal = begin();
    const onProgress = ({ bytes, imported, total }: ImportProgress) =>
      setStage(total === null ? { kind: 'reading', file, bytes } : { kind: 'importing', imported, total });
    onProgress({ bytes: 0, imported: 0, total: null });
    try {
      setStage({ kind: 'done', result: await importComparisonFile(file, { signal, onProgress }) });
    } catch (error) {
      setStage({ kind: 'choosing', ...(!signal.aborted && { error: messageOf(error) }) });
    }
    announceRunsChanged();
    void client.invalidateQueries({ queryKey: ['comparisons'] });
  }

  return (
    <ImportFrame
      title="Import a comparison"
      description="Creates a new comparison, with its runs, from a JSON export."
      stage={stage}
      hint="JSON, any size"
      onFile={(file) => void bringIn(file)}
      onCancel={cancel}
      onClose={onClose}
      buttons={() =>
        stage.kind === 'done' && (
          <Link href={compareHref(stage.result.comparisonId)} className={buttonStyle('primary')}>
            Open comparison
          </Link>
        )
      }
    >
      {stage.kind === 'done' && <Outcome result={stage.result} />}
    </ImportFrame>
  );
}

function Outcome({ result }: { result: ImportedComparison }) {
  const runs = runsLabel(result.imported);
  return (
    <ImportOutcome
      result={result}
      whole={`Comparison imported with ${runs}.`}
      part={`The comparison has ${runs} from the file. Import the file again to get all of them.`}
    />
  );
}
