import type { TokenIndex } from '@/lib/runs/client/token-index';
import type { DrawnView } from './text-view';
import { createTokenProbe } from './token-probe';

/** A token that is being looked at, and where it is in the window. */
export interface LookedAt {
  readonly token: number;
  readonly rect: DOMRect;
  readonly by: 'pointer' | 'keyboard';
}

export interface TokenWalkerOptions {
  readonly view: DrawnView;
  readonly index: TokenIndex;
  readonly scroller: HTMLElement;
  readonly container: HTMLElement;
  /** Brings the index up to date. */
  readonly sync: () => void;
  readonly onLook: (look: LookedAt | null) => void;
  /**
   * A token was pressed, or Enter while it was looked at. Returns true when it is now held: see `TokenWalk`.
   */
  readonly onPick: (look: LookedAt) => boolean;
}

export interface TokenWalk {
  /** Stops looking at a token, and releases a held one. */
  leave(): void;
  /** Brings a token into view and looks at it, as the keyboard does; the text gets the focus. */
  visit(token: number): void;
  /** Releases the held token, and keeps looking at it. */
  release(): void;
  dispose(): void;
}

/** Long enough that moving the pointer across the text shows nothing. */
const HOVER_MS = 140;
const CURRENT = 'token-current';

/**
 * Looks at tokens with the pointer (hover, or a tap), and with the arrow keys while the text has the focus. A
 * held token stays, wherever the pointer and the focus go.
 */
export function walkTokens(options: TokenWalkerOptions): TokenWalk {
  const { view, index, scroller, container, sync, onLook, onPick } = options;
  const probe = createTokenProbe(view, index);
  const listening = new AbortController();
  const { signal } = listening;
  let current: LookedAt | null = null;
  let held = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;

  function look(token: number, by: LookedAt['by']): void {
    const rect = token < 0 ? null : probe.rectOf(token);
    if (!rect) {
      leave();
      return;
    }
    current = { token, rect, by };
    mark(token);
    onLook(current);
  }

  function leave(): void {
    clearTimeout(timer);
    if (!current || held) return;
    current = null;
    mark(-1);
    onLook(null);
  }

  function pick(): void {
    if (current) held = onPick(current);
  }

  function mark(token: number): void {
    if (typeof Highlight === 'undefined' || !('highlights' in CSS)) return;
    if (token < 0) {
      CSS.highlights.delete(CURRENT);
      return;
    }
    const ranges = view
      .chunksOf(index.start(token), index.end(token))
      .map(
        ({ node, start, end }) =>
          new StaticRange({ startContainer: node, startOffset: start, endContainer: node, endOffset: end }),
      );
    const highlight = new Highlight(...ranges);
    highlight.priority = 1;
    CSS.highlights.set(CURRENT, highlight);
  }

  function hover(x: number, y: number): void {
    if (held) return;
    sync();
    const token = probe.atPoint(x, y);
    if (token === current?.token) return;
    if (token < 0) {
      if (current?.by === 'pointer') leave();
      return;
    }
    clearTimeout(timer);
    // Once a token is shown, its neighbours follow without delay.
    if (current) look(token, 'pointer');
    else timer = setTimeout(() => look(token, 'pointer'), HOVER_MS);
  }

  container.addEventListener(
    'pointermove',
    (event) => {
      // With a button down, text is being selected.
      if (event.pointerType === 'touch' || event.buttons !== 0) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => hover(event.clientX, event.clientY));
    },
    { signal },
  );
  container.addEventListener(
    'pointerleave',
    () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      if (current?.by === 'pointer') leave();
    },
    { signal },
  );
  container.addEventListener(
    'click',
    (event) => {
      if (!getSelection()?.isCollapsed) return;
      sync();
      look(probe.atPoint(event.clientX, event.clientY), 'pointer');
      pick();
    },
    { signal },
  );
  document.addEventListener(
    'scroll',
    ({ target }) => {
      // Its pane, the window, or a scroller in between.
      if (!(target instanceof Node && target.contains(container))) return;
      clearTimeout(timer);
      // The keyboard scrolls to its token, so it must not leave it.
      if (current?.by === 'pointer') leave();
      else if (current) {
        const rect = probe.rectOf(current.token);
        if (rect) onLook({ ...current, rect });
      }
    },
    { passive: true, capture: true, signal },
  );
  scroller.addEventListener('blur', leave, { signal });
  scroller.addEventListener(
    'keydown',
    (event) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
      sync();
      if (event.key === 'Enter' && current) {
        event.preventDefault();
        pick();
        return;
      }
      const target = targetOf(event.key);
      if (target === null) return;
      // Taken: Escape must not also stop the run, nor an arrow also scroll.
      event.preventDefault();
      if (target < 0) {
        leave();
      } else {
        bringIntoView(target);
        look(target, 'keyboard');
      }
    },
    { signal },
  );

  /** −1 leaves; null: the key does nothing here. */
  function targetOf(key: string): number | null {
    if (index.count === 0) return null;
    if (!current) {
      if (key === 'ArrowRight') return firstVisible();
      if (key === 'ArrowLeft') return Math.max(0, firstVisible());
      return null;
    }
    const { token } = current;
    switch (key) {
      case 'ArrowRight':
        return visibleFrom(token + 1, 1) ?? token;
      case 'ArrowLeft':
        return visibleFrom(token - 1, -1) ?? token;
      case 'ArrowUp':
        return probe.lineAway(token, -1);
      case 'ArrowDown':
        return probe.lineAway(token, 1);
      case 'Home':
        return visibleFrom(0, 1) ?? token;
      case 'End':
        return visibleFrom(index.count - 1, -1) ?? token;
      case 'Escape':
        return -1;
      default:
        return null;
    }
  }

  /** Tokens that are only a part of a character show nothing and are skipped. */
  function visibleFrom(start: number, step: 1 | -1): number | null {
    for (let token = start; token >= 0 && token < index.count; token += step) {
      if (index.end(token) > index.start(token)) return token;
    }
    return null;
  }

  function firstVisible(): number {
    const { left } = scroller.getBoundingClientRect();
    const { top, bottom } = viewport();
    const inset = Number.parseFloat(getComputedStyle(scroller).paddingLeft) || 0;
    for (let y = top + 16; y < Math.min(top + 120, bottom); y += 8) {
      const token = probe.atPoint(left + inset + 3, y);
      if (token >= 0) return token;
    }
    return visibleFrom(0, 1) ?? 0;
  }

  function bringIntoView(token: number): void {
    const rect = probe.rectOf(token);
    const { top, bottom } = viewport();
    if (!rect) return;
    if (rect.top < top + 8) scrollBy(rect.top - top - 48);
    else if (rect.bottom > bottom - 8) scrollBy(rect.bottom - bottom + 48);
  }

  /** The part of the pane that is inside the window. */
  function viewport(): { top: number; bottom: number } {
    const { top, bottom } = scroller.getBoundingClientRect();
    return { top: Math.max(0, top), bottom: Math.min(innerHeight, bottom) };
  }

  /** Scrolls the pane where it scrolls, otherwise the window. */
  function scrollBy(pixels: number): void {
    const scrolls = scroller.scrollHeight > scroller.clientHeight + 1;
    (scrolls ? scroller : window).scrollBy({ top: pixels });
  }

  return {
    leave() {
      held = false;
      leave();
    },
    visit(token) {
      held = false;
      sync();
      scroller.focus({ preventScroll: true });
      bringIntoView(token);
      look(token, 'keyboard');
    },
    release() {
      held = false;
    },
    dispose() {
      listening.abort();
      cancelAnimationFrame(frame);
      held = false;
      leave();
    },
  };
}
