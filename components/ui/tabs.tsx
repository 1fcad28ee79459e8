'use client';

import * as RadixTabs from '@radix-ui/react-tabs';
import type { ReactNode } from 'react';
import { cx } from './cx';

export interface TabsProps<Value extends string> {
  /** Names the list of tabs. */
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  tabs: readonly { value: Value; label: ReactNode }[];
  /** Before the tabs: what they choose. */
  lead?: ReactNode;
  /** At the end of the row of tabs. */
  aside?: ReactNode;
  className?: string;
  /** `TabPanel`s, or one that is drawn from `value`. */
  children: ReactNode;
}

export function Tabs<Value extends string>({
  label,
  value,
  onValueChange,
  tabs,
  lead,
  aside,
  className,
  children,
}: TabsProps<Value>) {
  return (
    <RadixTabs.Root
      value={value}
      onValueChange={(next) => {
        const tab = tabs.find((candidate) => candidate.value === next);
        if (tab) onValueChange(tab.value);
      }}
      className={cx('flex min-h-0 flex-col', className)}
    >
      <div className="flex items-center gap-x-2 border-b max-wide:flex-wrap">
        {lead}
        <RadixTabs.List aria-label={label} className="-ml-1.5 flex min-w-0 gap-1 overflow-x-auto">
          {tabs.map((tab) => (
            <RadixTabs.Trigger
              key={tab.value}
              value={tab.value}
              className={cx(
                'h-8 shrink-0 px-1.5 text-ink-2 hover:text-ink pointer-coarse:h-10',
                'focus-visible:-outline-offset-2 data-[state=active]:text-ink data-[state=active]:shadow-[inset_0_-2px_0_var(--accent)]',
              )}
            >
              {tab.label}
            </RadixTabs.Trigger>
          ))}
        </RadixTabs.List>
        {aside && <div className="ml-auto min-w-0">{aside}</div>}
      </div>
      {children}
    </RadixTabs.Root>
  );
}

export function TabPanel({
  value,
  tabIndex,
  className,
  children,
}: {
  value: string;
  /** −1 where all that is in it can be reached by Tab. */
  tabIndex?: number;
  className?: string;
  children: ReactNode;
}) {
  return (
    <RadixTabs.Content
      value={value}
      {...(tabIndex !== undefined && { tabIndex })}
      className={cx('min-h-0', className)}
    >
      {children}
    </RadixTabs.Content>
  );
}
