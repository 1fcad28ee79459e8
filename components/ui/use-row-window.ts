'use client';

import { type RefObject, useCallback, useLayoutEffect, useMemo, useState } from 'react';

/** Rows beyond each edge of the viewport, so that a quick turn of the wheel shows no gap. */
const OVERSCAN = 8;

export interface RowWindow {
  /** The rows that have to exist: from `first` up to `end`, exclusive. */
  readonly first: number;
  readonly end: number;
  /** The first row that is not covered. */
  readonly top: number;
  /**
   * Pixels from the top of the list to the top of each row; one entry more than rows, the last is the total
   * height.
   */
  readonly tops: readonly number[];
  /** Scrolls as little as needed to show the whole row. */
  readonly reveal: (index: number) => void;
}

/**
 * Finds the rows of a long list that have to exist, given the height of every row. A general virtualiser does
 * not know the heights, and spends most of its ten kilobytes on that.
 *
 * @param heights of the rows, in pixels; the list must begin at the top of the scroller
 * @param covered pixels at the upper edge of the scroller that something else covers
 */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  heights: readonly number[],
  covered: number,
): RowWindow {
  const tops = useMemo(() => topsOf(heights), [heights]);
  const [visible, setVisible] = useState({ first: 0, end: 0, top: 0 });

  const look = useCallback(() => {
    if (!scroller.current) return;
    const { scrollTop, clientHeight } = scroller.current;
    const first = Math.max(0, rowAt(tops, scrollTop) - OVERSCAN);
    const top = rowAt(tops, scrollTop + covered);
    const end = Math.min(heights.length, rowAt(tops, scrollTop + clientHeight) + 1 + OVERSCAN);
    setVisible((before) =>
      before.first === first && before.end === end && before.top === top ? before : { first, end, top },
    );
  }, [scroller, tops, heights, covered]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    look();
    element.addEventListener('scroll', look, { passive: true });
    const resizes = new ResizeObserver(look);
    resizes.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      resizes.disconnect();
    };
  }, [scroller, look]);

  const reveal = useCallback(
    (index: number) => {
      const element = scroller.current;
      const top = tops[index];
      const bottom = tops[index + 1];
      if (!element || top === undefined || bottom === undefined) return;
      if (top - covered < element.scrollTop) element.scrollTop = top - covered;
      else if (bottom > element.scrollTop + element.clientHeight) {
        element.scrollTop = bottom - element.clientHeight;
      }
      // Not left to the scroll event: React handles those late, and the caller needs the row now.
      look();
    },
    [scroller, tops, look, covered],
  );

  // Between a change of the rows and the next measurement, the window may reach past the end.
  return {
    first: Math.min(visible.first, heights.length),
    end: Math.min(visible.end, heights.length),
    top: Math.min(visible.top, heights.length - 1),
    tops,
    reveal,
  };
}

/** The running sum of heights, from 0. */
export function topsOf(heights: readonly number[]): number[] {
  const tops = [0];
  let top = 0;
  for (const height of heights) {
    top += height;
    tops.push(top);
  }
  return tops;
}

/** The index of the row at this height in the list; the nearest one beyond either end. */
export function rowAt(tops: readonly number[], y: number): number {
  let low = 0;
  let high = Math.max(0, tops.length - 2);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}
