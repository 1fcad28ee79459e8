'use client';

import { Info as InfoIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx';
import { IconButton } from './icon-button';
import { Popover } from './popover';

/** An explanation that pointer, keyboard and touch can all open. `label` names its subject. */
export function Info({
  label,
  onIntent,
  className,
  children,
}: {
  label: string;
  /** Called before a likely press, to load what it opens. */
  onIntent?: () => void;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Popover
      label={label}
      align="center"
      className="max-w-72 p-3 text-xs text-ink-2"
      trigger={
        <IconButton
          size="sm"
          label={label}
          onPointerEnter={onIntent}
          onFocus={onIntent}
          className={cx('pointer-coarse:-mx-2', className)}
        >
          <InfoIcon aria-hidden="true" />
        </IconButton>
      }
    >
      {children}
    </Popover>
  );
}
