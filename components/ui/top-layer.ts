import { type Align, placeBeside, type Side } from './place-beside';

export interface LayerPlace {
  readonly side: Side;
  readonly align: Align;
  readonly gap: number;
}

/**
 * Lifts an element with `popover="manual"` above everything else on the page and keeps it beside its anchor while
 * anything scrolls or changes its size. Returns how to end that. The browser's top layer needs no portal and no
 * z-index, and works inside dialogs.
 */
export function openBeside(layer: HTMLElement, anchor: Element, place: LayerPlace): () => void {
  // Absent in browsers before 2024: there the layer is still placed, by its fixed position.
  layer.showPopover?.();
  const update = () => {
    layer.style.maxHeight = '';
    const { width, height } = layer.getBoundingClientRect();
    const viewport = { width: document.documentElement.clientWidth, height: innerHeight };
    const { left, top, maxHeight } = placeBeside(
      anchor.getBoundingClientRect(),
      { width, height },
      viewport,
      place,
    );
    layer.style.left = `${left}px`;
    layer.style.top = `${top}px`;
    layer.style.maxHeight = `${maxHeight}px`;
  };
  update();
  const resized = new ResizeObserver(update);
  resized.observe(layer);
  resized.observe(anchor);
  const scrolled = (event: Event) => {
    if (event.target instanceof Node && layer.contains(event.target)) return;
    update();
  };
  addEventListener('scroll', scrolled, { capture: true, passive: true });
  addEventListener('resize', update);
  return () => {
    resized.disconnect();
    removeEventListener('scroll', scrolled, { capture: true });
    removeEventListener('resize', update);
  };
}

/** Undoes what the browser gives a popover of its own: it is placed by left and top alone. */
export const LAYER_STYLE = 'floating fixed inset-auto m-0';
