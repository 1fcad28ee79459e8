'use client';

import { Info as InfoIcon } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { cx } from './cx';
import { IconButton } from './icon-button';
import { Popover } from './popover';

/** An explanation that pointer, keyboard and touch can all open. `label` names its subject. */
export function Info({
  label,
  load,
  className,
  children,
}: {
  label: string;
  /** Loads the code of the explanation; it opens once that has ended, so that it opens at its size. */
  load?: () => Promise<unknown>;
  className?: string;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  /** The press whose code is loading. */
  const pending = useRef<object | null>(null);
  /** What opens late must not take the focus from where the user went. */
  const drop = () => {
    pending.current = null;
  };
  const change = (next: boolean) => {
    if (!next || !load) return setOpen(next);
    // A second press takes back the first.
    if (pending.current) return drop();
    const press = {};
    pending.current = press;
    const show = () => {
      if (pending.current !== press) return;
      pending.current = null;
      setOpen(true);
    };
    load().then(show, show);
  };
  const near = load && (() => void load());
  return (
    <Popover
      label={label}
      open={open}
      onOpenChange={change}
      align="center"
      className="max-w-72 p-3 text-xs text-ink-2"
      trigger={
        <IconButton
          size="sm"
          label={label}
          onPointerEnter={near}
          onFocus={near}
          onBlur={drop}
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
