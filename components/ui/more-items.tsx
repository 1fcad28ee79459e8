'use client';

import type { ReactNode } from 'react';
import type { LazyMenuParts } from './lazy-menu';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from './menu';

export interface MoreAction {
  readonly label: string;
  readonly icon: ReactNode;
  readonly tone?: 'bad';
  readonly onSelect: () => void;
}

/** One of several, under the actions. */
export interface MoreChoice {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChoose: (value: string) => void;
}

export interface MoreItemsProps {
  label: string;
  actions: readonly MoreAction[];
  choice?: MoreChoice | undefined;
}

export function MoreItems({ label, actions, choice, trigger }: MoreItemsProps & LazyMenuParts) {
  return (
    <Menu label={label} trigger={trigger} defaultOpen>
      {actions.map(({ label: action, icon, tone, onSelect }) => (
        <MenuItem key={action} icon={icon} tone={tone} onSelect={onSelect}>
          {action}
        </MenuItem>
      ))}
      {choice && (
        <>
          <MenuSeparator />
          <MenuLabel>{choice.label}</MenuLabel>
          <MenuChoice
            label={choice.label}
            value={choice.value}
            options={choice.options}
            onValueChange={choice.onChoose}
          />
        </>
      )}
    </Menu>
  );
}
