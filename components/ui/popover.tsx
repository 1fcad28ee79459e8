'use client';

import {
  cloneElement,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { cx } from './cx';
import type { Align, Side } from './place-beside';
import { LAYER_STYLE, openBeside } from './top-layer';

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
  /** Names the layer for who cannot see it. */
  label: string;
  /** Absent: the popover keeps this itself. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  side?: Side;
  align?: Align;
  className?: string;
  children: ReactNode;
}

/**
 * A small layer beside its trigger. Escape, a press outside and leaving it by Tab close it; the focus goes in when it
 * opens (to `[data-autofocus]`, or the first field) and back when it closes. It stands where it is written in the
 * page, so it also works inside a dialog.
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
      {isOpen && (
        <PopoverLayer
          id={id}
          label={label}
          holder={holder}
          side={side}
          align={align}
          className={className}
          onClose={() => change(false)}
        >
          {children}
        </PopoverLayer>
      )}
    </>
  );
}

interface PopoverLayerProps {
  id: string;
  label: string;
  holder: RefObject<HTMLSpanElement | null>;
  side: Side;
  align: Align;
  className: string | undefined;
  onClose: () => void;
  children: ReactNode;
}

function PopoverLayer({ id, label, holder, side, align, className, onClose, children }: PopoverLayerProps) {
  const ref = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });

  useLayoutEffect(() => {
    const layer = ref.current;
    const anchor = holder.current?.firstElementChild;
    if (!layer || !anchor) return;
    const release = openBeside(layer, anchor, { side, align, gap: 4 });
    if (!layer.contains(document.activeElement)) firstStop(layer).focus();
    return () => {
      release();
      if (layer.contains(document.activeElement) && anchor instanceof HTMLElement) anchor.focus();
    };
  }, [holder, side, align]);

  useEffect(() => {
    const isInside = (target: EventTarget | null) =>
      target instanceof Node && (ref.current?.contains(target) || holder.current?.contains(target));
    const onPress = (event: Event) => {
      if (!isInside(event.target)) close.current();
    };
    const onFocusMove = (event: FocusEvent) => {
      if (event.target !== document.body && !isInside(event.target)) close.current();
    };
    document.addEventListener('pointerdown', onPress, true);
    document.addEventListener('focusin', onFocusMove);
    return () => {
      document.removeEventListener('pointerdown', onPress, true);
      document.removeEventListener('focusin', onFocusMove);
    };
  }, [holder]);

  // Before anyone else hears it: the same key also stops a run and closes the dialog around.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.stopPropagation();
      event.preventDefault();
      close.current();
    };
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  }, []);

  return (
    <div
      ref={ref}
      id={id}
      role="dialog"
      aria-label={label}
      popover="manual"
      data-state="open"
      tabIndex={-1}
      className={cx(
        LAYER_STYLE,
        'z-50 flex flex-col text-left font-normal whitespace-normal outline-none select-text',
        className,
      )}
    >
      {children}
    </div>
  );
}

function firstStop(layer: HTMLElement): HTMLElement {
  return (
    layer.querySelector<HTMLElement>('[data-autofocus], input:not([disabled]), textarea:not([disabled])') ??
    layer
  );
}
