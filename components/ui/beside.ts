import {
  autoUpdate,
  computePosition,
  flip,
  offset,
  type ReferenceElement,
  shift,
  size,
} from '@floating-ui/dom';

export type Side = 'top' | 'right' | 'bottom' | 'left';
export type Align = 'start' | 'center' | 'end';

export interface PlacementOptions {
  readonly side: Side;
  readonly align: Align;
  /** Pixels between the layer and its anchor. */
  readonly gap: number;
  /** The side is already chosen, and stays. Absent: the opposite one where the layer fits only there. */
  readonly keepsSide?: boolean;
}

/** Pixels between a layer and the edge of the window. */
const EDGE = 8;

/** Resets the browser's own popover styles: only left and top place it. */
export const LAYER_STYLE = 'floating fixed inset-auto m-0';

/**
 * Lifts an element with `popover="manual"` above everything else on the page and keeps it beside its anchor.
 * Returns a function that ends that. The browser's top layer needs no portal and no z-index, and works inside
 * dialogs.
 */
export function openBeside(layer: HTMLElement, anchor: Element, options: PlacementOptions): () => void {
  // Missing in browsers before 2024: there the layer is still placed, by its fixed position.
  layer.showPopover?.();
  return keepBeside(layer, anchor, options);
}

/**
 * Keeps an element with a fixed position beside its anchor: on the requested side, on the opposite one when it
 * fits only there, always inside the window, and no higher than the space there. Returns a function that ends
 * that. It is placed before the next paint.
 */
export function keepBeside(
  layer: HTMLElement,
  anchor: ReferenceElement,
  { side, align, gap, keepsSide = false }: PlacementOptions,
): () => void {
  // Above or below, the height is that of the side; to the left or right it is that of the window.
  const upright = side === 'top' || side === 'bottom';
  const fit = size({
    padding: EDGE,
    apply: ({ availableHeight }) => {
      layer.style.maxHeight = `${Math.max(0, availableHeight)}px`;
    },
  });
  // Also when the anchor itself was scrolled out of it.
  const stayInWindow = shift({ padding: EDGE, crossAxis: true });
  const place = async () => {
    // Measured as large as its content, not as it was made to fit before: beside the window's right edge its text
    // would be narrow.
    layer.style.maxHeight = '';
    layer.style.left = '0';
    layer.style.top = '0';
    const { x, y } = await computePosition(anchor, layer, {
      strategy: 'fixed',
      placement: align === 'center' ? side : `${side}-${align}`,
      middleware: [
        offset(gap),
        ...(keepsSide ? [] : [flip({ padding: EDGE, crossAxis: false })]),
        ...(upright ? [fit, stayInWindow] : [stayInWindow, fit]),
      ],
    });
    layer.style.left = `${Math.round(x)}px`;
    layer.style.top = `${Math.round(y)}px`;
  };
  // No event tells that an anchor moved: panes change their share, and an on-screen keyboard comes up.
  return autoUpdate(anchor, layer, place, { animationFrame: true });
}
