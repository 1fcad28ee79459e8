'use client';

import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { keepBeside } from '@/components/ui/beside';
import type { Token } from '@/lib/protocol/run/run-events';
import { tokenAlternatives } from '@/lib/protocol/tokens/token-view';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { whatIf as whatIfOfToken } from '@/lib/runs/model/what-if';
import { TokenFacts } from './token-facts';
import { TokenRow } from './token-row';
import type { OpenWhatIf } from './what-if/use-what-if-text';
import { WhatIfNote, WhatIfTokenRow } from './what-if/what-if-token';

const GAP_PX = 6;

export interface TokenPanelProps {
  token: Token;
  rect: DOMRect;
  /** Shows its alternatives with other settings. */
  whatIf?: OpenWhatIf | null;
  /** Shows its surprisal as well. */
  withBits?: boolean;
  /** Says how to open the token's menu. */
  hint?: string;
}

/**
 * A token, its probability, and its alternatives. Visual only: the choice pane announces the same to screen
 * readers.
 */
export function TokenPanel({ token, rect, whatIf = null, withBits, hint }: TokenPanelProps) {
  const { entries, others } = tokenAlternatives(token);
  const panel = useBesideToken(rect, entries.length);
  const scaled = whatIf && whatIfOfToken(token, whatIf.own, whatIf.other);

  return createPortal(
    <div
      ref={panel}
      aria-hidden="true"
      // Over a dialog, where the text may be.
      className="floating pointer-events-none fixed z-60 w-64 overflow-y-auto p-2 text-xs"
    >
      <TokenFacts token={token} withBits={withBits} />
      {scaled
        ? scaled.entries.map((entry, at) => (
            <WhatIfTokenRow
              // biome-ignore lint/suspicious/noArrayIndexKey: two alternatives may be spelled alike, and none moves.
              key={at}
              entry={entry}
            />
          ))
        : entries.map((entry) => (
            <TokenRow
              // Two alternatives may be spelled alike.
              key={`${entry.text} ${entry.probability}`}
              text={visibleInline(entry.text) || '(empty)'}
              chance={entry.probability}
              chosen={entry.chosen}
            />
          ))}
      {scaled && <WhatIfNote scaled={scaled} />}
      {!scaled && others !== null && others > 0 && (
        <TokenRow text="others" chance={others} chosen={false} faint />
      )}
      {hint && <p className="mt-1 border-t px-1 pt-1 text-2xs text-ink-3">{hint}</p>}
    </div>,
    document.body,
  );
}

/**
 * Beside a token: under it, or above it where its menu would not fit. What is shown on hover and the menu of a press
 * are on the same side, although the menu is higher. Returns the ref of the layer.
 * @param rows how many alternatives there are
 * @param isMenu what is shown is the menu itself, which is measured
 */
export function useBesideToken(rect: DOMRect, rows: number, isMenu = false) {
  const panel = useRef<HTMLDivElement>(null);
  // The keyboard of a touch screen takes half of the window, and may leave space on the other side alone.
  const [windowHeight, setWindowHeight] = useState(() => innerHeight);
  useEffect(() => {
    const onResize = () => setWindowHeight(innerHeight);
    addEventListener('resize', onResize);
    return () => removeEventListener('resize', onResize);
  }, []);
  useLayoutEffect(() => {
    if (!panel.current) return;
    const anchor = { getBoundingClientRect: () => rect };
    const ofRows = rows * (matchMedia('(pointer: coarse)').matches ? TOUCH_ROW_PX : ROW_PX);
    // All of it, also where its height is limited.
    if (isMenu) menuPx = panel.current.scrollHeight - ofRows;
    const side = sideOfToken(rect, menuPx + ofRows, windowHeight);
    return keepBeside(panel.current, anchor, { side, align: 'start', gap: GAP_PX, keepsSide: true });
  }, [rect, rows, isMenu, windowHeight]);
  return panel;
}

/** Pixels of the menu without its alternatives: as the last one was, or else about as it is in the playground. */
let menuPx = 170;
/** Pixels of one alternative. */
const ROW_PX = 24;
const TOUCH_ROW_PX = 40;
/** Pixels beside the menu: to the token, and to the edge of the window. */
const ROOM_PX = GAP_PX + 8;

/**
 * The side of a token on which its menu fits, or the larger one.
 * @param menuHeight pixels of the whole menu, which is never higher than most of the window
 */
export function sideOfToken(
  { top, bottom }: Pick<DOMRect, 'top' | 'bottom'>,
  menuHeight: number,
  windowHeight: number,
): 'top' | 'bottom' {
  const below = windowHeight - bottom;
  const needed = Math.min(menuHeight, windowHeight * 0.7) + ROOM_PX;
  return below >= needed || below >= top ? 'bottom' : 'top';
}
