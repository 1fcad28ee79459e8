'use client';

import { Download, Upload } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import { useViewer } from '@/lib/accounts/client/viewer';
import type { RunFilter } from '@/lib/history/model/run-search';
import { useActions } from '@/lib/platform/client/actions';

const ExportDialog = lazy(async () => ({ default: (await import('./export-dialog')).ExportDialog }));
const ImportDialog = lazy(async () => ({ default: (await import('./import-dialog')).ImportDialog }));

export interface TransferButtonsProps {
  filter: RunFilter;
  selectedIds: readonly string[];
  /** Whether the export dialog is open; other parts of the screen open it, too. */
  exporting: boolean;
  onExporting: (exporting: boolean) => void;
}

/** Exports and imports runs. The dialogs load with the first press. */
export function TransferButtons({ filter, selectedIds, exporting, onExporting }: TransferButtonsProps) {
  const [importing, setImporting] = useState(false);
  const hasHistory = useViewer().viewer !== null;
  useActions(() => [
    {
      id: 'export-runs',
      label: 'Export…',
      also: 'download save runs',
      blocked: hasHistory ? null : 'There is nothing to export yet',
      run: () => onExporting(true),
    },
    { id: 'import-runs', label: 'Import…', also: 'upload runs', run: () => setImporting(true) },
  ]);
  return (
    <div className="flex gap-2">
      <Button disabled={!hasHistory} onClick={() => onExporting(true)}>
        <Download aria-hidden="true" className="size-3.5 max-wide:hidden" /> Export…
      </Button>
      <Button onClick={() => setImporting(true)}>
        <Upload aria-hidden="true" className="size-3.5 max-wide:hidden" /> Import…
      </Button>
      <Suspense>
        {exporting && (
          <ExportDialog filter={filter} selectedIds={selectedIds} onClose={() => onExporting(false)} />
        )}
        {importing && <ImportDialog onClose={() => setImporting(false)} />}
      </Suspense>
    </div>
  );
}
