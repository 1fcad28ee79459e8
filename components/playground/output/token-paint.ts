import { type TokenColours, tokenLevel } from '@/lib/client/runs/token-colours';
import type { TokenIndex } from '@/lib/client/runs/token-index';
import type { Token } from '@/lib/completions/run/run-events';
import type { TextView } from './text-view';

/**
 * Colours tokens through the CSS Custom Highlight API: ranges over text nodes, no element per token, and only for
 * what is in sight. Where a browser lacks it, text stays uncoloured.
 */
const NAMES = ['token-1', 'token-2', 'token-3', 'token-4'] as const;

/** While text comes in, colours may be this much behind. */
const LAZY_MS = 120;

/** The registry is one for the whole page, so lanes share its highlights. */
function highlights(): Highlight[] | null {
  if (typeof Highlight === 'undefined' || !('highlights' in CSS)) return null;
  return NAMES.map((name) => {
    const known = CSS.highlights.get(name);
    if (known) return known;
    const made = new Highlight();
    CSS.highlights.set(name, made);
    return made;
  });
}

export interface TokenPainterOptions {
  readonly view: TextView;
  /** What the text is seen through, together with the window: a pane that scrolls, or as long as the text itself. */
  readonly scroller: HTMLElement;
  /** The element whose children are the blocks of the text. */
  readonly container: HTMLElement;
  readonly index: TokenIndex;
  /** Brings the index up to date and answers the tokens. */
  readonly tokens: () => readonly Token[];
  readonly by: TokenColours;
}

export interface TokenPainter {
  /** The text grew. */
  grew(): void;
  dispose(): void;
}

export function createTokenPainter(options: TokenPainterOptions): TokenPainter {
  const { view, scroller, container, index, tokens, by } = options;
  const marks = highlights();
  let painted: { mark: Highlight; range: AbstractRange }[] = [];
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function wipe(): void {
    for (const { mark, range } of painted) mark.delete(range);
    painted = [];
  }

  function paint(): void {
    clearTimeout(timer);
    timer = undefined;
    frame = 0;
    wipe();
    if (!marks || by === 'off') return;
    const list = tokens();
    const [from, to] = offsetsInSight(view, scroller, container);
    for (let at = index.firstAfter(from); at < index.count && index.start(at) < to; at += 1) {
      const token = list[at];
      const mark = token && marks[tokenLevel(token, by) - 1];
      if (!mark) continue;
      for (const { node, start, end } of view.piecesOf(index.start(at), index.end(at))) {
        // Static: thousands of live ranges would be adjusted with every append.
        const range = new StaticRange({
          startContainer: node,
          startOffset: start,
          endContainer: node,
          endOffset: end,
        });
        mark.add(range);
        painted.push({ mark, range });
      }
    }
  }

  function soon(): void {
    if (frame === 0) frame = requestAnimationFrame(paint);
  }

  // Whatever scrolls the text: its pane, the window, or something between.
  const onScroll = ({ target }: Event) => {
    if (target instanceof Node && target.contains(container)) soon();
  };
  document.addEventListener('scroll', onScroll, { passive: true, capture: true });
  const resize = new ResizeObserver(soon);
  resize.observe(scroller);
  soon();

  return {
    grew() {
      timer ??= setTimeout(soon, LAZY_MS);
    },
    dispose() {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      document.removeEventListener('scroll', onScroll, { capture: true });
      resize.disconnect();
      wipe();
    },
  };
}

/** Text offsets that cover what is in sight, with some to spare: lines are not of equal length. */
function offsetsInSight(view: TextView, scroller: HTMLElement, container: HTMLElement): [number, number] {
  const pane = scroller.getBoundingClientRect();
  const top = Math.max(0, pane.top);
  const bottom = Math.min(innerHeight, pane.bottom);
  const blocks = container.children;
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.getBoundingClientRect().bottom ?? 0) > top) high = middle;
    else low = middle + 1;
  }
  let from: number | null = null;
  let to = 0;
  for (let at = low; at < blocks.length; at += 1) {
    const block = blocks[at];
    const rect = block?.getBoundingClientRect();
    if (!block || !rect || rect.top > bottom) break;
    const start = view.offsetOf(container, at) ?? 0;
    const length = (view.offsetOf(container, at + 1) ?? view.length) - start;
    const spare = length * 0.12;
    const share = (y: number) => Math.min(1, Math.max(0, (y - rect.top) / Math.max(1, rect.height)));
    from ??= Math.max(0, start + share(top) * length - spare);
    to = start + share(bottom) * length + spare;
  }
  return [from ?? 0, Math.ceil(to)];
}
