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
  /** The height available on the chosen side. */
  readonly maxHeight: number;
}

export interface PlacementOptions {
  readonly side: Side;
  readonly align: Align;
  readonly gap: number;
}

/**
 * Lifts an element with `popover="manual"` above everything else on the page and keeps it beside its anchor
 * wherever that moves. Returns a function that ends that. The browser's top layer needs no portal and no
 * z-index, and works inside dialogs.
 */
export function openBeside(layer: HTMLElement, anchor: Element, options: PlacementOptions): () => void {
  // Missing in browsers before 2024: there the layer is still placed, by its fixed position.
  layer.showPopover?.();
  let placedFor = '';
  const surroundings = () => {
    const { left, top, width, height } = anchor.getBoundingClientRect();
    const viewport = { width: document.documentElement.clientWidth, height: innerHeight };
    return { box: { left, top, width, height }, viewport };
  };
  const update = () => {
    const { box, viewport } = surroundings();
    placedFor = JSON.stringify({ box, viewport });
    layer.style.maxHeight = '';
    // A layer is as wide as its text where there is room: beside the window's edge it would be narrow.
    layer.style.left = '0';
    layer.style.top = '0';
    const placed = placeBeside(box, layer.getBoundingClientRect(), viewport, options);
    layer.style.left = `${placed.left}px`;
    layer.style.top = `${placed.top}px`;
    layer.style.maxHeight = `${placed.maxHeight}px`;
  };
  update();
  const resized = new ResizeObserver(update);
  resized.observe(layer);
  // No event tells that an anchor moved: panes change their share, and an on-screen keyboard comes up.
  const follow = () => {
    if (JSON.stringify(surroundings()) !== placedFor) update();
    frame = requestAnimationFrame(follow);
  };
  let frame = requestAnimationFrame(follow);
  return () => {
    resized.disconnect();
    cancelAnimationFrame(frame);
  };
}

/** Resets the browser's own popover styles: only left and top place it. */
export const LAYER_STYLE = 'floating fixed inset-auto m-0';

/** Pixels between a layer and the edge of the window. */
const EDGE = 8;

/**
 * Where a layer of `size` goes beside `anchor`: on the requested side, on the opposite one when it fits only
 * there, and always inside the window. All values are CSS pixels of the window.
 */
export function placeBeside(
  anchor: Box,
  size: { readonly width: number; readonly height: number },
  viewport: { readonly width: number; readonly height: number },
  { side, align, gap }: PlacementOptions,
): Placement {
  const spaces = spaceAround(anchor, viewport, gap);
  const taken = flip(side, spaces, size);
  const space = spaces[taken];
  const upright = taken === 'top' || taken === 'bottom';
  const maxHeight = Math.max(0, upright ? space : viewport.height - 2 * EDGE);
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

function spaceAround(
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

function flip(side: Side, space: Record<Side, number>, size: { width: number; height: number }): Side {
  const needed = side === 'top' || side === 'bottom' ? size.height : size.width;
  const other = OPPOSITE[side];
  return space[side] < needed && space[other] > space[side] ? other : side;
}

function along(align: Align, start: number, length: number, size: number): number {
  if (align === 'start') return start;
  return align === 'end' ? start + length - size : start + (length - size) / 2;
}

function within(value: number, max: number): number {
  return Math.round(Math.max(EDGE, Math.min(value, max)));
}
