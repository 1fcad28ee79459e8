'use client';

import { type PointerEvent, useRef, useState } from 'react';

export interface ColumnDrag {
  /** The slot that the column would move to; null while nothing is dragged. */
  readonly to: number | null;
  /** Spread on the drag handle. */
  readonly grip: {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    onPointerUp: () => void;
    onPointerCancel: () => void;
    onLostPointerCapture: () => void;
  };
}

/** Drags a column head among the others. Escape, or a lost pointer, leaves it where it was. */
export function useColumnDrag(at: number, onMove: (to: number) => void): ColumnDrag {
  const [to, setTo] = useState<number | null>(null);
  const heads = useRef<readonly HTMLElement[]>([]);
  const cancel = useRef<() => void>(() => undefined);

  const end = () => {
    cancel.current();
    setTo(null);
  };

  return {
    to,
    grip: {
      onPointerDown(event) {
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
        cancel.current = () => window.removeEventListener('keydown', onKey, true);
        setTo(at);
      },
      onPointerMove({ clientX }) {
        if (to === null) return;
        // The slot is the number of other heads whose middle is left of the pointer.
        const target = heads.current.filter((head, index) => {
          const { left, width } = head.getBoundingClientRect();
          return index !== at && left + width / 2 < clientX;
        }).length;
        if (target !== to) setTo(target);
      },
      onPointerUp() {
        if (to !== null && to !== at) onMove(to);
        end();
      },
      onPointerCancel: end,
      onLostPointerCapture: end,
    },
  };
}
