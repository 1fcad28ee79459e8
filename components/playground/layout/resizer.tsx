'use client';

import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { cx } from '@/components/ui/cx';

export interface ResizerProps {
  label: string;
  /** The direction of the line: a vertical one is dragged sideways. */
  orientation: 'vertical' | 'horizontal';
  value: number;
  min: number;
  max: number;
  /** The change per arrow key; Shift makes it ten times as large. */
  step: number;
  /** The change of the value per pixel to the right or down. */
  perPixel: () => number;
  /** Called while dragging, to draw outside of React. */
  onPreview: (value: number) => void;
  onCommit: (value: number) => void;
  /** Called on a double click. */
  onReset: () => void;
  className?: string;
}

/** A thin line between two panes that is dragged, or moved by arrow keys. */
export function Resizer({
  label,
  orientation,
  value,
  min,
  max,
  step,
  perPixel,
  onPreview,
  onCommit,
  onReset,
  className,
}: ResizerProps) {
  const drag = useRef<{ from: number; start: number; scale: number; last: number } | null>(null);
  const upright = orientation === 'vertical';
  const clamp = (next: number) => Math.min(max, Math.max(min, next));
  const position = (event: PointerEvent) => (upright ? event.clientX : event.clientY);

  const onKeyDown = (event: KeyboardEvent) => {
    const sign = Math.sign(perPixel());
    const by = (event.shiftKey ? 10 : 1) * step;
    const keys: Record<string, number> = upright
      ? { ArrowLeft: value - sign * by, ArrowRight: value + sign * by }
      : { ArrowUp: value - sign * by, ArrowDown: value + sign * by };
    const next = { ...keys, Home: min, End: max }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onCommit(clamp(next));
  };

  return (
    <hr
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={Math.round(value * (max <= 1 ? 100 : 1))}
      aria-valuemin={Math.round(min * (max <= 1 ? 100 : 1))}
      aria-valuemax={Math.round(max * (max <= 1 ? 100 : 1))}
      onKeyDown={onKeyDown}
      onDoubleClick={onReset}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { from: position(event), start: value, scale: perPixel(), last: value };
      }}
      onPointerMove={(event) => {
        const moved = drag.current;
        if (!moved) return;
        moved.last = clamp(moved.start + (position(event) - moved.from) * moved.scale);
        onPreview(moved.last);
      }}
      onPointerUp={() => {
        if (drag.current && drag.current.last !== drag.current.start) onCommit(drag.current.last);
        drag.current = null;
      }}
      onPointerCancel={() => {
        if (drag.current) onPreview(drag.current.start);
        drag.current = null;
      }}
      className={cx(
        // The line is 1 px wide, its target 9 px: it overlaps both neighbours. Browsers clip an hr by
        // default.
        'relative z-10 shrink-0 touch-none overflow-visible border-0 bg-line transition-colors select-none hover:bg-accent active:bg-accent',
        'before:absolute before:content-[""]',
        // With the focus a bar along the whole line: an outline around 1 px looks like a fault of drawing.
        'outline-hidden after:absolute after:rounded-full focus-visible:bg-accent focus-visible:after:bg-accent focus-visible:after:content-[""]',
        upright
          ? 'h-auto w-px cursor-col-resize before:inset-y-0 before:-inset-x-1 after:inset-y-0 after:-inset-x-0.5'
          : 'h-px w-full cursor-row-resize before:inset-x-0 before:-inset-y-1 after:inset-x-0 after:-inset-y-0.5',
        className,
      )}
    />
  );
}
