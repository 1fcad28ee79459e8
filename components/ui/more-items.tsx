'use client';

import type { ReactNode } from 'react';
import type { LazyMenuParts } from './lazy-menu';
import { Menu, MenuItem } from './menu';

export interface MoreAction {
  readonly label: string;
  readonly icon: ReactNode;
  readonly tone?: 'bad';
  readonly onSelect: () => void;
}

export interface MoreItemsProps {
  label: string;
  actions: readonly MoreAction[];
}

export function MoreItems({ label, actions, trigger }: MoreItemsProps & LazyMenuParts) {
  return (
    <Menu label={label} trigger={trigger} defaultOpen>
      {actions.map(({ label: action, icon, tone, onSelect }) => (
        <MenuItem key={action} icon={icon} tone={tone} onSelect={onSelect}>
          {action}
        </MenuItem>
      ))}
    </Menu>
  );
}
