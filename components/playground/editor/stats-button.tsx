'use client';

import type { ComponentProps, RefObject } from 'react';
import { cx } from '@/components/ui/cx';
import { Tooltip } from '@/components/ui/tooltip';

/** What happened to the button while it had only an estimate. */
export interface BeforeExact {
  pressed: boolean;
  focused: boolean;
}

export interface StatsProps {
  className?: string | undefined;
  before: RefObject<BeforeExact>;
}

/** The same for the estimate and for the exact count, so that a press that comes before the code counts. */
export function StatsButton({ className, ...rest }: ComponentProps<'button'>) {
  return (
    <Tooltip content="View as tokens">
      <button
        type="button"
        className={cx(
          'text-left text-xs text-ink-3 tabular-nums underline decoration-dotted decoration-line-strong underline-offset-3 hover:text-ink hover:decoration-solid pointer-coarse:min-h-9',
          className,
        )}
        {...rest}
      />
    </Tooltip>
  );
}
