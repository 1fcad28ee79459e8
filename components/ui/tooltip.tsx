'use client';

import {
  cloneElement,
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
import { cx } from './cx';
import { Kbd } from './kbd';
import type { Align, Side } from './place-beside';
import { tooltipTurn } from './tooltip-turn';
import { LAYER_STYLE, openBeside } from './top-layer';

/** What the child has to take and put on its element. */
interface TriggerProps {
  'aria-label'?: string;
  'aria-describedby'?: string;
  onPointerEnter?: (event: PointerEvent<HTMLElement>) => void;
  onPointerLeave?: (event: PointerEvent<HTMLElement>) => void;
  onPointerDown?: (event: PointerEvent<HTMLElement>) => void;
  onFocus?: (event: FocusEvent<HTMLElement>) => void;
  onBlur?: (event: FocusEvent<HTMLElement>) => void;
}

export interface TooltipProps {
  content: ReactNode;
  /** Written as `mod+k`. */
  shortcut?: string;
  side?: Side;
  align?: Align;
  /** One element that takes events, such as a button. */
  children: ReactElement<TriggerProps>;
}

/**
 * Shown on hover and on focus; nothing may be said here only, since touch never sees it (use `Info` for that). It is
 * our own because every page needs it at once: a positioning library for it costs 20 kB of the first load.
 */
export function Tooltip({ content, shortcut, side = 'bottom', align = 'center', children }: TooltipProps) {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [turn] = useState(() => tooltipTurn(() => setAnchor(null)));
  useEffect(() => turn.cancel, [turn]);
  const child = children.props;
  // A button's name is not read a second time as its description.
  const describes = anchor !== null && child['aria-label'] !== content;

  return (
    <>
      {cloneElement(children, {
        'aria-describedby': describes ? cx(child['aria-describedby'], id) : child['aria-describedby'],
        onPointerEnter: (event) => {
          child.onPointerEnter?.(event);
          const element = event.currentTarget;
          if (event.pointerType !== 'touch') turn.wait(() => setAnchor(element));
        },
        onPointerLeave: (event) => {
          child.onPointerLeave?.(event);
          turn.leave();
        },
        onPointerDown: (event) => {
          child.onPointerDown?.(event);
          turn.cancel();
        },
        onFocus: (event) => {
          child.onFocus?.(event);
          // By keyboard only: after a click, or when a menu gives the focus back, nobody asked.
          if (event.target === event.currentTarget && event.target.matches(':focus-visible')) {
            turn.show(() => setAnchor(event.target));
          }
        },
        onBlur: (event) => {
          child.onBlur?.(event);
          turn.cancel();
        },
      })}
      {anchor &&
        createPortal(
          <TooltipLayer
            id={id}
            anchor={anchor}
            side={side}
            align={align}
            onEnter={turn.stay}
            onLeave={turn.leave}
            onDismiss={turn.cancel}
          >
            <span>{content}</span>
            {shortcut && <Kbd keys={shortcut} />}
          </TooltipLayer>,
          document.body,
        )}
    </>
  );
}

interface TooltipLayerProps {
  id: string;
  anchor: HTMLElement;
  side: Side;
  align: Align;
  onEnter: () => void;
  onLeave: () => void;
  onDismiss: () => void;
  children: ReactNode;
}

function TooltipLayer({ id, anchor, side, align, onEnter, onLeave, onDismiss, children }: TooltipLayerProps) {
  const layer = useRef<HTMLDivElement>(null);
  useLayoutEffect(
    () => (layer.current ? openBeside(layer.current, anchor, { side, align, gap: 5 }) : undefined),
    [anchor, side, align],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && onDismiss();
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, [onDismiss]);
  return (
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
    </div>
  );
}
