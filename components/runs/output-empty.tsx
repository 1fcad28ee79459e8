'use client';

import type { ReactNode } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { Kbd } from '@/components/ui/kbd';

export interface OutputEmptyProps {
  /** There is something to run. */
  hasPrompt: boolean;
  children?: ReactNode;
}

/** Shown before the first run. The Run button is already visible. */
export function OutputEmpty({ hasPrompt, children }: OutputEmptyProps) {
  return (
    <div className="flex min-h-0 flex-1 items-center justify-center">
      {/* Below the line is space for what comes a moment later. */}
      <EmptyState action={<div className="h-12">{children}</div>}>
        {hasPrompt ? 'Press Run' : 'Type some text above and press Run'}
        <span className="pointer-coarse:hidden">
          {' '}
          (<Kbd keys="mod+enter" />)
        </span>
        . The model continues from the last character.
      </EmptyState>
    </div>
  );
}
