'use client';

import { Ellipsis } from 'lucide-react';
import { LazyMenu } from '@/components/shell/lazy-menu';
import { IconButton } from '@/components/ui/icon-button';
import { columnLetter } from '@/lib/compare/client/column-edits';
import { ColumnMenuContext, type ColumnMenuProps } from './column-menu-context';

const loadLayer = async () => (await import('./column-menu-layer')).ColumnMenuLayer;

/** The menu of a column; its code comes when a hand comes near. */
export function ColumnMenu(props: ColumnMenuProps) {
  return (
    <ColumnMenuContext value={props}>
      <LazyMenu
        load={loadLayer}
        button={(more) => (
          <IconButton {...more} size="sm" label={`More for column ${columnLetter(props.at)}`}>
            <Ellipsis aria-hidden="true" />
          </IconButton>
        )}
      />
    </ColumnMenuContext>
  );
}
