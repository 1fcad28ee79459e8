'use client';

import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { type Align, LAYER_STYLE, openBeside, type Side } from './beside';
import { cx } from './cx';
import { isPressKey, watchQuiet, whenAskedAgain } from './tooltip-quiet';

/* Floating layers, loaded with the first hover, focus or press that needs one (use-layers.ts). */

const isQuiet = typeof window === 'undefined' ? () => false : watchQuiet(window);

export interface TooltipLayerProps {
  id: string;
  anchor: HTMLElement;
  side: Side;
  align: Align;
  onEnter: () => void;
  onLeave: () => void;
  onDismiss: () => void;
  /** Nobody asked for it, or it would be over something. */
  onRefuse: () => void;
  /** Somebody does after all. */
  onAsk: () => void;
  children: ReactNode;
}

/** The layer of a `Tooltip`, mounted while it is shown. Nothing where nobody asked for it, and over no open popup of its element. */
export function TooltipLayer(props: TooltipLayerProps) {
  const { anchor, onRefuse, onAsk } = props;
  const [isUnasked] = useState(() => isForNobody(anchor));
  const ask = useRef(onAsk);
  useEffect(() => {
    if (!isUnasked) return;
    whenAskedAgain(anchor, () => isForNobody(anchor), ask.current);
    onRefuse();
  }, [isUnasked, anchor, onRefuse]);
  return isUnasked ? null : <ShownTooltip {...props} />;
}

/** Nobody asked for it, or it would be over the open popup of its own element. */
function isForNobody({ ariaHasPopup, ariaExpanded }: HTMLElement): boolean {
  return isQuiet() || (ariaHasPopup !== null && ariaExpanded === 'true');
}

function ShownTooltip({ id, anchor, side, align, onEnter, onLeave, onDismiss, children }: TooltipLayerProps) {
  const layer = useRef<HTMLDivElement>(null);
  useLayoutEffect(
    () => (layer.current ? openBeside(layer.current, anchor, { side, align, gap: 5 }) : undefined),
    [anchor, side, align],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => isPressKey(event.key) && onDismiss();
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, [onDismiss]);
  return createPortal(
    <div
      ref={layer}
      id={id}
      role="tooltip"
      popover="manual"
      data-state="open"
      onPointerEnter={onEnter}
      onPointerLeave={onLeave}
      className={cx(
        LAYER_STYLE,
        'pointer-events-auto z-60 flex max-w-72 items-center gap-2 px-2 py-1 text-xs',
      )}
    >
      {children}
    </div>,
    document.body,
  );
}

export interface PopoverLayerProps {
  id: string;
  label: string;
  holder: RefObject<HTMLSpanElement | null>;
  side: Side;
  align: Align;
  className: string | undefined;
  onClose: () => void;
  children: ReactNode;
}

/** The layer of a `Popover`, mounted while it is open. */
export function PopoverLayer({
  id,
  label,
  holder,
  side,
  align,
  className,
  onClose,
  children,
}: PopoverLayerProps) {
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
    // Content that loads on demand brings its field later.
    const late = new MutationObserver(() => {
      if (document.activeElement === layer) firstStop(layer).focus();
      if (document.activeElement !== layer) late.disconnect();
    });
    late.observe(layer, { childList: true, subtree: true });
    return () => {
      late.disconnect();
      release();
      if (layer.contains(document.activeElement) && anchor instanceof HTMLElement) anchor.focus();
    };
  }, [holder, side, align]);

  useEffect(() => {
    const isInside = (target: EventTarget | null) =>
      target instanceof Node && (ref.current?.contains(target) || holder.current?.contains(target));
    const onPress = (event: Event) => {
      if (isInside(event.target)) return;
      // What was typed counts: a field that is removed would not be left first.
      const anchor = holder.current?.firstElementChild;
      if (ref.current?.contains(document.activeElement) && anchor instanceof HTMLElement) {
        anchor.focus({ preventScroll: true });
      }
      close.current();
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

  // In the capture phase: the same key also stops a run and closes the dialog around. As soon as it can be seen.
  useLayoutEffect(() => {
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

/**
 * On touch screens the layer itself: the focus on a field would raise the keyboard over it. Unless writing is all that
 * one does there (`data-autofocus="always"`).
 */
function firstStop(layer: HTMLElement): HTMLElement {
  if (matchMedia('(pointer: coarse)').matches)
    return layer.querySelector<HTMLElement>('[data-autofocus="always"]') ?? layer;
  return (
    layer.querySelector<HTMLElement>('[data-autofocus], input:not([disabled]), textarea:not([disabled])') ??
    layer
  );
}

export interface FieldBubbleProps {
  id: string;
  anchor: Element;
  children: string;
}

/** The error of a field that has no space for text, shown beside it while it is invalid. */
export function FieldBubble({ id, anchor, children }: FieldBubbleProps) {
  const layer = useRef<HTMLDivElement>(null);
  useLayoutEffect(
    () =>
      layer.current ? openBeside(layer.current, anchor, { side: 'bottom', align: 'end', gap: 4 }) : undefined,
    [anchor],
  );
  return (
    <div
      ref={layer}
      id={id}
      role="alert"
      popover="manual"
      className={cx(LAYER_STYLE, 'z-60 max-w-64 border-bad/50 px-2 py-1 text-left text-xs text-bad')}
    >
      {children}
    </div>
  );
}
