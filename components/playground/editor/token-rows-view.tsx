'use client';

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { focusableScroller } from '@/components/ui/focusable-scroller';
import type { TextTokens } from '@/lib/connections/client/tokens/count-tokens';
import { isPart, tokenLabel } from '@/lib/connections/model/token-label';
import { createTokenRows, rowsInView, type TokenRows } from '@/lib/playground/client/token-rows';

/** Pixels. */
const ROW_HEIGHT = 40;
/** A character of the font at this size, a little generous. */
const CHARACTER_WIDTH = 7.6;
/** Tokens that are laid out at once, more than a window shows. */
const AT_ONCE = 1_000;
/** Milliseconds of layout before the page has its turn: on a slow machine they are fewer tokens. */
const TURN_MS = 8;

/** Tokens as boxes with their ids; only the rows in view are on the page. */
export function TokenRowsView({ tokens }: { tokens: TextTokens }) {
  const box = useRef<HTMLElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [scrollTop, setScrollTop] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    focusableScroller(element);
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const { starts, known } = useRows(tokens, size.width);
  const { ids, pieceAt } = tokens;
  const { first, end } = rowsInView(starts.length, ROW_HEIGHT, scrollTop, size.height);
  return (
    <section
      ref={box}
      aria-label="Tokens"
      aria-busy={known < ids.length}
      className="h-[min(56dvh,480px)] overflow-auto rounded-sm border bg-sunken p-1"
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
    >
      <div style={{ height: first * ROW_HEIGHT }} />
      {starts.slice(first, end).map((from, index) => (
        <ul
          key={from}
          aria-label={`From token ${from + 1}`}
          style={{ height: ROW_HEIGHT }}
          className="flex items-start"
        >
          {range(from, starts[first + index + 1] ?? known).map((at) => (
            <TokenBox key={at} id={ids[at] ?? 0} piece={pieceAt(at)} />
          ))}
        </ul>
      ))}
      <div style={{ height: Math.max(0, starts.length - end) * ROW_HEIGHT }} />
    </section>
  );
}

/** Laid out a little at a time, so that the page answers meanwhile. */
function useRows({ ids, pieceAt }: TextTokens, width: number): TokenRows {
  const rows = useMemo(() => {
    const made = createTokenRows(ids, (index) => tokenLabel(pieceAt(index)), width / CHARACTER_WIDTH);
    if (width > 0) made.extend(AT_ONCE);
    return made;
  }, [ids, pieceAt, width]);
  const [, setKnown] = useState(0);
  useEffect(() => {
    if (width === 0) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const more = () => {
      if (rows.known >= ids.length) return;
      const end = performance.now() + TURN_MS;
      do rows.extend(AT_ONCE);
      while (rows.known < ids.length && performance.now() < end);
      setKnown(rows.known);
      timer = setTimeout(more);
    };
    timer = setTimeout(more);
    return () => clearTimeout(timer);
  }, [rows, ids, width]);
  return rows;
}

function TokenBox({ id, piece }: { id: number; piece: ReturnType<TextTokens['pieceAt']> }) {
  const part = isPart(piece);
  return (
    <li
      title={part ? 'Part of a character' : undefined}
      className={cx(
        'mr-0.5 flex flex-col border bg-surface px-1 py-0.5 font-mono leading-4',
        part && 'border-dashed border-line-strong',
      )}
    >
      <bdi className={cx('text-xs whitespace-pre', part && 'text-ink-2')}>{tokenLabel(piece)}</bdi>
      <span className="text-[11px] text-ink-3 tabular-nums">{id}</span>
    </li>
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
