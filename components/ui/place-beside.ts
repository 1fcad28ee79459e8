export type Side = 'top' | 'right' | 'bottom' | 'left';
export type Align = 'start' | 'center' | 'end';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Placement {
  readonly left: number;
  readonly top: number;
  /** What there is room for on the side that was taken. */
  readonly maxHeight: number;
}

/** Between a layer and the edge of the window. */
const EDGE = 8;

/**
 * Where a layer of `size` goes beside `anchor`: on the side asked for, on the opposite one when it fits only there,
 * and always inside the window. Everything in CSS pixels of the window.
 */
export function placeBeside(
  anchor: Box,
  size: { readonly width: number; readonly height: number },
  viewport: { readonly width: number; readonly height: number },
  { side, align, gap }: { side: Side; align: Align; gap: number },
): Placement {
  const taken = flip(side, roomAround(anchor, viewport, gap), size);
  const room = roomAround(anchor, viewport, gap)[taken];
  const upright = taken === 'top' || taken === 'bottom';
  const maxHeight = Math.max(0, upright ? room : viewport.height - 2 * EDGE);
  const height = Math.min(size.height, maxHeight);
  const across = upright
    ? along(align, anchor.left, anchor.width, size.width)
    : along(align, anchor.top, anchor.height, height);
  const left =
    taken === 'left'
      ? anchor.left - gap - size.width
      : taken === 'right'
        ? anchor.left + anchor.width + gap
        : across;
  const top =
    taken === 'top'
      ? anchor.top - gap - height
      : taken === 'bottom'
        ? anchor.top + anchor.height + gap
        : across;
  return {
    left: within(left, viewport.width - EDGE - size.width),
    top: within(top, viewport.height - EDGE - height),
    maxHeight,
  };
}

function roomAround(
  anchor: Box,
  viewport: { width: number; height: number },
  gap: number,
): Record<Side, number> {
  return {
    top: anchor.top - gap - EDGE,
    bottom: viewport.height - anchor.top - anchor.height - gap - EDGE,
    left: anchor.left - gap - EDGE,
    right: viewport.width - anchor.left - anchor.width - gap - EDGE,
  };
}

const OPPOSITE: Record<Side, Side> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' };

function flip(side: Side, room: Record<Side, number>, size: { width: number; height: number }): Side {
  const needed = side === 'top' || side === 'bottom' ? size.height : size.width;
  const other = OPPOSITE[side];
  return room[side] < needed && room[other] > room[side] ? other : side;
}

function along(align: Align, start: number, length: number, size: number): number {
  if (align === 'start') return start;
  return align === 'end' ? start + length - size : start + (length - size) / 2;
}

function within(value: number, max: number): number {
  return Math.round(Math.max(EDGE, Math.min(value, max)));
}
