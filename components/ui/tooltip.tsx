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

/** The props that the child must put on its element. */
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
  /** Null: there is nothing to add now. */
  content: ReactNode;
  /** Written as `mod+k`. */
  shortcut?: string;
  side?: Side;
  align?: Align;
  /** One element that takes events, such as a button. */
  children: ReactElement<TriggerProps>;
}

/**
 * Shown on hover and on focus. It must not be the only place for anything, since touch never shows it (use
 * `Info` for that), and it is not shown where the element says the same. It is our own because every page needs it at
 * once; what positions it loads with the first hover.
 */
export function Tooltip({ content, shortcut, side = 'bottom', align = 'center', children }: TooltipProps) {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [turn] = useState(() => tooltipTurn(() => setAnchor(null)));
  useEffect(() => turn.cancel, [turn]);
  const layers = useLayers(anchor !== null);
  const child = children.props;
  // Where the word is on the element, it would only cover what is beside it.
  const show = (element: HTMLElement) => {
    if (content === null) return;
    // biome-ignore lint/performance/useDomNodeTextContent: only what is displayed counts.
    if (shortcut === undefined && element.innerText.trim() === content) return;
    setAnchor(element);
  };
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
          if (event.pointerType !== 'touch') turn.wait(() => show(element));
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
          // Only by keyboard: after a click, or when a menu returns the focus, nobody asked for it. Typing on a
          // touch screen counts as a keyboard, and there nothing would take the tooltip away.
          const byKeyboard = event.target.matches(':focus-visible') && !matchMedia('(hover: none)').matches;
          if (event.target === event.currentTarget && byKeyboard) {
            turn.show(() => show(event.target));
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
          onRefuse={turn.refuse}
          onAsk={() => turn.wait(() => show(anchor))}
        >
          <span>{content}</span>
          {shortcut && <Kbd keys={shortcut} />}
        </layers.TooltipLayer>
      )}
    </>
  );
}
