'use client';

import { Info as InfoIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx';
import { Popover } from './popover';

/** An explanation that pointer, keyboard and touch can all open. `label` names its subject. */
export function Info({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Popover
      label={label}
      align="center"
      className="max-w-72 p-3 text-xs text-ink-2"
      trigger={
        <button
          type="button"
          aria-label={label}
          className={cx(
            'inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-3 hover:text-ink pointer-coarse:-mx-2 pointer-coarse:size-10',
            className,
          )}
        >
          <InfoIcon aria-hidden="true" className="size-3.5" />
        </button>
      }
    >
      {children}
    </Popover>
  );
}
