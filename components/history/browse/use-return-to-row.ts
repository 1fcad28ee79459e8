'use client';

import { type RefObject, useEffect, useRef } from 'react';

/** The run that was opened last from each list. */
const opened = new Map<string, string>();

const ACTS = ['keydown', 'pointerdown', 'wheel'] as const;

/** The row may exist only some frames after the list was scrolled. */
const FRAMES = 20;

export interface ReturnToRow {
  /** The runs of the rows, in order; null for the heading of a day. */
  ids: readonly (string | null)[];
  /** Of a run, in pixels. */
  rowHeight: number;
  /** Identifies what the list shows. */
  key: string;
}

/**
 * Back from the page of a run, the focus is on the row that led there, in view, and stays there when newer runs come
 * above it, until a key or a pointer is pressed. Not while something else has it, such as a link in the navigation.
 *
 * @param isThere the list is drawn
 */
export function useReturnToRow(
  list: RefObject<HTMLElement | null>,
  isThere: boolean,
  { ids, rowHeight, key }: ReturnToRow,
): void {
  const target = useRef(opened.get(key));
  const hasFocus = useRef(false);
  useEffect(() => {
    const stop = () => {
      target.current = undefined;
    };
    for (const act of ACTS) document.addEventListener(act, stop, true);
    return () => {
      for (const act of ACTS) document.removeEventListener(act, stop, true);
    };
  }, []);
  useEffect(() => {
    const element = isThere ? list.current : null;
    if (!element) return;
    const note = ({ target: pressed, ctrlKey, metaKey, shiftKey }: MouseEvent) => {
      const row = pressed instanceof Element ? pressed.closest<HTMLElement>('a[data-run]') : null;
      // Not one that opens in another tab.
      if (row?.dataset.run && !ctrlKey && !metaKey && !shiftKey) opened.set(key, row.dataset.run);
    };
    element.addEventListener('click', note, true);
    return () => element.removeEventListener('click', note, true);
  }, [list, isThere, key]);

  useEffect(() => {
    const element = isThere ? list.current : null;
    const id = target.current;
    if (!element || id === undefined) return;
    const index = ids.indexOf(id);
    if (index < 0 || !(hasFocus.current || isFree())) {
      target.current = undefined;
      return;
    }
    reveal(element, ids, index, rowHeight);
    let frame = 0;
    let waiting = 0;
    const look = () => {
      const row = element.querySelector<HTMLElement>(`[data-run="${CSS.escape(id)}"]`);
      frame += 1;
      if (!row && frame < FRAMES) {
        waiting = requestAnimationFrame(look);
        return;
      }
      if (!row || target.current === undefined || !(hasFocus.current || isFree())) return;
      hasFocus.current = true;
      row.focus({ preventScroll: true });
    };
    look();
    return () => cancelAnimationFrame(waiting);
  }, [list, isThere, ids, rowHeight]);
}

/** Nothing has the focus, or only the page's content as a whole. */
function isFree(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement.matches('body, main');
}

/** Brings a row to the middle, unless it is in view: runs may have come above it since. */
function reveal(list: HTMLElement, ids: readonly (string | null)[], index: number, rowHeight: number): void {
  const days = ids.filter((id) => id === null).length;
  const height = list.firstElementChild?.clientHeight ?? 0;
  const dayHeight = days === 0 ? 0 : (height - (ids.length - days) * rowHeight) / days;
  const top = ids.slice(0, index).reduce((sum, id) => sum + (id === null ? dayHeight : rowHeight), 0);
  // The heading of a day stays at the top, over the rows.
  const isInView = top >= list.scrollTop + dayHeight && top + rowHeight <= list.scrollTop + list.clientHeight;
  if (!isInView) list.scrollTop = top - (list.clientHeight - rowHeight) / 2;
}
