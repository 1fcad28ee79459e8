'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { toastError } from '@/components/runs/toast-error';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { toast } from '@/components/ui/toast';
import { exportName, exportRuns } from '@/lib/history/client/transfer/export-runs';
import { downloadTarget } from '@/lib/history/client/transfer/save-target';
import type { ExportFormat } from '@/lib/history/model/run-export';
import { useActions } from '@/lib/platform/client/actions';
import { FORMAT_OPTIONS } from './formats';

export function ExportRunMenu({ runId }: { runId: string }) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);

  async function save(format: ExportFormat) {
    setOpen(false);
    setBusy(true);
    try {
      const { runs } = await exportRuns({ kind: 'ids', ids: [runId] }, format, {
        target: downloadTarget(exportName(format).replace('-runs-', '-run-')),
        signal: new AbortController().signal,
        onProgress: () => {},
      });
      if (runs === 0) toast('This run no longer exists.', { tone: 'bad' });
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  }

  useActions(() =>
    FORMAT_OPTIONS.map(({ value, label }) => ({
      id: `export:${value}`,
      label: `Export as ${label}`,
      also: 'download save file',
      run: () => save(value),
    })),
  );

  return (
    <Popover
      label="Export this run"
      open={open}
      onOpenChange={setOpen}
      className="w-64 p-1"
      trigger={
        <Button size="sm" loading={busy}>
          {!busy && <Download aria-hidden="true" className="size-3.5" />} Export
        </Button>
      }
    >
      <ul>
        {FORMAT_OPTIONS.map(({ value, label, hint }, at) => (
          <li key={value}>
            <button
              type="button"
              data-autofocus={at === 0 ? '' : undefined}
              onClick={() => void save(value)}
              className="w-full rounded-sm px-2 py-1 text-left text-sm -outline-offset-2 hover:bg-hover pointer-coarse:py-2"
            >
              {label}
              <span className="block text-xs text-ink-3">{hint}</span>
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
