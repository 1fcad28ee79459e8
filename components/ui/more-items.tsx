'use client';

import type { LazyMenuParts } from './lazy-menu';
import { Menu, MenuItem } from './menu';
import type { MoreMenuProps } from './more-menu';

export function MoreItems({ label, actions, trigger }: Omit<MoreMenuProps, 'tabIndex'> & LazyMenuParts) {
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
