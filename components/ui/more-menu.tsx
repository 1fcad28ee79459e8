'use client';

import { Ellipsis } from 'lucide-react';
import { IconButton } from './icon-button';
import { LazyMenu } from './lazy-menu';
import type { MoreItemsProps } from './more-items';

export interface MoreMenuProps extends MoreItemsProps {
  tabIndex?: number;
}

const load = async () => (await import('./more-items')).MoreItems;

/**
 * Actions behind one button, for touch screens: there a thumb that scrolls must not be able to hit one that
 * removes something.
 */
export function MoreMenu({ label, actions, choice, tabIndex }: MoreMenuProps) {
  return (
    <LazyMenu
      load={load}
      menuProps={{ label, actions, choice }}
      button={(props) => (
        <IconButton
          {...props}
          size="sm"
          data-folded={choice ? '' : undefined}
          label={label}
          tooltip="More"
          tabIndex={tabIndex}
          className="not-pointer-coarse:hidden"
        >
          <Ellipsis aria-hidden="true" />
        </IconButton>
      )}
    />
  );
}
