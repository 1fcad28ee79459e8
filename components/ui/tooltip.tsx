'use client';

import {
  cloneElement,
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useState,
} from 'react';
import type { Align, Side } from './beside';
import { cx } from './cx';
import { Kbd } from './kbd';
import { tooltipTurn } from './tooltip-turn';
import { loadLayers, useLayers } from './use-layers';

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
 * our own because every page needs it at once: a positioning library for it costs 20 kB.
 */
export function Tooltip({ content, shortcut, side = 'bottom', align = 'center', children }: TooltipProps) {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [turn] = useState(() => tooltipTurn(() => setAnchor(null)));
  useEffect(() => turn.cancel, [turn]);
  const layers = useLayers(anchor !== null);
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
          loadLayers();
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
      {anchor && layers && (
        <layers.TooltipLayer
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
        </layers.TooltipLayer>
      )}
    </>
  );
}
