'use client';

import { Download } from 'lucide-react';
import { LazyMenu } from '@/components/shell/lazy-menu';
import { IconButton } from '@/components/ui/icon-button';

const loadLayer = async () => (await import('./export-layer')).ExportLayer;

/** The comparison as a file. */
export function ExportButton() {
  return (
    <LazyMenu
      load={loadLayer}
      button={(more) => (
        <IconButton {...more} label="Export this comparison">
          <Download aria-hidden="true" />
        </IconButton>
      )}
    />
  );
}
