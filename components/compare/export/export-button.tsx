'use client';

import { Download } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { LazyMenu } from '@/components/ui/lazy-menu';

const load = async () => (await import('./export-items')).ExportItems;

/** Exports the comparison as a file; on touch screens the menu of the comparison does. */
export function ExportButton() {
  return (
    <LazyMenu
      load={load}
      menuProps={{}}
      button={(more) => (
        <IconButton
          {...more}
          label="Export this comparison"
          word="Export"
          wordFrom="window"
          className="pointer-coarse:hidden"
          icon={Download}
        />
      )}
    />
  );
}
