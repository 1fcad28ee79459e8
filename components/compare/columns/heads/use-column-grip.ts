'use client';

import { type PointerEvent, useEffect, useRef } from 'react';

/** A column that is being dragged, and the slot that it would move to. */
export interface ColumnDrag {
  readonly from: number;
  readonly to: number;
}

/**
 * What to spread on the handle that drags a column head among the others. Escape, or a lost pointer, leaves it where it
 * was.
 */
export function useColumnGrip(
  at: number,
  drag: ColumnDrag | null,
  onDrag: (drag: ColumnDrag | null) => void,
  onMove: (to: number) => void,
) {
  const heads = useRef<readonly HTMLElement[]>([]);
  const cancel = useRef<() => void>(() => undefined);
  // A head that goes meanwhile is no element any more that could lose the pointer.
  useEffect(() => () => cancel.current(), []);
  const to = drag?.from === at ? drag.to : null;
  const end = () => cancel.current();
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      const grip = event.currentTarget;
      const row = grip.closest('[role=row]');
      heads.current = [...(row?.querySelectorAll<HTMLElement>('[data-column-head]') ?? [])];
      grip.setPointerCapture(event.pointerId);
      const onKey = (key: KeyboardEvent) => {
        if (key.key !== 'Escape') return;
        key.preventDefault();
        key.stopPropagation();
        grip.releasePointerCapture(event.pointerId);
      };
      window.addEventListener('keydown', onKey, true);
      cancel.current = () => {
        cancel.current = () => undefined;
        window.removeEventListener('keydown', onKey, true);
        onDrag(null);
      };
      onDrag({ from: at, to: at });
    },
    onPointerMove({ clientX }: PointerEvent) {
      if (to === null) return;
      // The slot is the number of other heads whose middle is left of the pointer.
      const target = heads.current.filter((head, index) => {
        const { left, width } = head.getBoundingClientRect();
        return index !== at && left + width / 2 < clientX;
      }).length;
      if (target !== to) onDrag({ from: at, to: target });
    },
    onPointerUp() {
      if (to !== null && to !== at) onMove(to);
      end();
    },
    onPointerCancel: end,
    onLostPointerCapture: end,
  };
}
