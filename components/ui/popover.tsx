'use client';

import {
  cloneElement,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  useId,
  useRef,
  useState,
} from 'react';
import type { Align, Side } from './beside';
import { useLayers } from './use-layers';

interface TriggerProps {
  'aria-haspopup'?: 'dialog';
  'aria-expanded'?: boolean;
  'aria-controls'?: string;
  'data-state'?: 'open' | 'closed';
  onClick?: (event: MouseEvent<HTMLElement>) => void;
}

export interface PopoverProps {
  /** One element that takes events, such as a button. */
  trigger: ReactElement<TriggerProps>;
  /** Names the layer for screen readers. */
  label: string;
  /** Absent: the popover manages this itself. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  side?: Side;
  align?: Align;
  className?: string;
  children: ReactNode;
}

/**
 * A small layer beside its trigger. Escape, a press outside and tabbing out close it; the focus goes in when
 * it opens (to `[data-autofocus]`, or the first field) and back when it closes. Its markup stays where it is
 * written, so it also works inside a dialog.
 */
export function Popover({
  trigger,
  label,
  open,
  onOpenChange,
  side = 'bottom',
  align = 'start',
  className,
  children,
}: PopoverProps) {
  const id = useId();
  const [ownOpen, setOwnOpen] = useState(false);
  const isOpen = open ?? ownOpen;
  const layers = useLayers(isOpen);
  const holder = useRef<HTMLSpanElement>(null);
  const change = (next: boolean) => {
    setOwnOpen(next);
    onOpenChange?.(next);
  };
  return (
    <>
      <span ref={holder} className="contents">
        {cloneElement(trigger, {
          'aria-haspopup': 'dialog',
          'aria-expanded': isOpen,
          'aria-controls': isOpen ? id : undefined,
          'data-state': isOpen ? 'open' : 'closed',
          onClick: (event) => {
            trigger.props.onClick?.(event);
            if (!event.defaultPrevented) change(!isOpen);
          },
        })}
      </span>
      {isOpen && layers && (
        <layers.PopoverLayer
          id={id}
          label={label}
          holder={holder}
          side={side}
          align={align}
          className={className}
          onClose={() => change(false)}
        >
          {children}
        </layers.PopoverLayer>
      )}
    </>
  );
}
