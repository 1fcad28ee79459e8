'use client';

import { EmptyState } from '@/components/ui/empty-state';
import { Kbd } from '@/components/ui/kbd';

/** Before the first run. The action is the Run button, which is in sight already. */
export function OutputEmpty() {
  return (
    <div className="flex min-h-0 flex-1 items-center justify-center">
      <EmptyState>
        Write a beginning above, then press Run
        <span className="pointer-coarse:hidden">
          {' '}
          (<Kbd keys="mod+enter" />)
        </span>
        : the model goes on from its last character.
      </EmptyState>
    </div>
  );
}
