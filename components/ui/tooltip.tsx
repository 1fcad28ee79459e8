'use client';

import * as RadixTooltip from '@radix-ui/react-tooltip';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './kbd';

/** Once, near the root: after one tooltip was seen, its neighbours come at once. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <RadixTooltip.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </RadixTooltip.Provider>
  );
}

export interface TooltipProps {
  content: ReactNode;
  /** Written as `mod+k`. */
  shortcut?: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
  align?: 'start' | 'center' | 'end';
  /** One element that takes a ref and events, such as a button. */
  children: ReactElement;
}

/**
 * Shown on hover and on focus; nothing may be said here only, since touch never sees it (use `Info` for that).
 */
export function Tooltip({ content, shortcut, side = 'bottom', align = 'center', children }: TooltipProps) {
  return (
    <RadixTooltip.Root>
      <RadixTooltip.Trigger
        asChild
        // A menu that closes gives the focus back to its button: after a click that must not raise a tooltip.
        onFocus={(event) => {
          if (!event.currentTarget.matches(':focus-visible')) event.preventDefault();
        }}
      >
        {children}
      </RadixTooltip.Trigger>
      <RadixTooltip.Portal>
        <RadixTooltip.Content
          side={side}
          align={align}
          sideOffset={5}
          collisionPadding={8}
          className="floating z-60 flex max-w-72 items-center gap-2 px-2 py-1 text-xs select-none"
        >
          <span>{content}</span>
          {shortcut && <Kbd keys={shortcut} />}
        </RadixTooltip.Content>
      </RadixTooltip.Portal>
    </RadixTooltip.Root>
  );
}
