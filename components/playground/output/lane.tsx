'use client';

import { ArrowDownToLine } from 'lucide-react';
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import type { RunStore } from '@/lib/client/run-store';
import { copyExactly } from './exact-copy';
import { focusableScroller } from './focusable-scroller';
import { type FollowEnd, followEnd } from './follow-end';
import type { LaneTokensProps } from './lane-tokens';
import { createTextView, type TextView } from './text-view';

// Only runs that asked for probabilities have a use for it. Should it not arrive, the text is still worth reading.
const LaneTokens = lazy(async (): Promise<{ default: ComponentType<LaneTokensProps> }> => {
  const loaded = await import('./lane-tokens').catch(() => null);
  return { default: loaded?.LaneTokens ?? (() => null) };
});

export interface LaneText {
  readonly view: TextView;
  readonly scroller: HTMLElement;
  /** Its children are the blocks of the text. */
  readonly container: HTMLElement;
  /** Called after every change of the text; returns a function that ends it. */
  onChange(listener: () => void): () => void;
}

export interface LaneProps {
  store: RunStore;
  index: number;
  /** Names the text for who cannot see where it is. */
  label: string;
  live: boolean;
  header?: ReactNode;
  /** The server gives probabilities for this one. */
  hasTokens: boolean;
  className?: string;
}

/** The text of one choice. React draws the frame; the text itself goes straight to the DOM. */
export function Lane({ store, index, label, live, hasTokens, header, className }: LaneProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const follow = useRef<FollowEnd | null>(null);
  const [following, setFollowing] = useState(true);
  const [drawn, setDrawn] = useState<LaneText | null>(null);

  useEffect(() => {
    if (!scroller.current || !text.current) return;
    focusableScroller(scroller.current);
    const view = createTextView(text.current);
    const end = followEnd(scroller.current, setFollowing);
    follow.current = end;
    setFollowing(true);
    const listeners = new Set<() => void>();
    const changed = () => {
      for (const listener of listeners) listener();
    };
    // A run that is over is read from its beginning, one that is going on is watched at its end.
    let follows = store.state.status === 'streaming';
    const detach = store.attachText(index, {
      append: view.append,
      replace: view.replace,
      drawn: () => {
        if (follows) end.grew();
        follows = true;
        changed();
      },
    });
    const stopCopying = copyExactly(text.current, view, () => store.state.choices[index]?.text ?? '');
    setDrawn({
      view,
      scroller: scroller.current,
      container: text.current,
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    });
    return () => {
      setDrawn(null);
      stopCopying();
      detach();
      end.detach();
      follow.current = null;
    };
  }, [store, index]);

  return (
    <div className={cx('relative flex min-h-0 min-w-0 flex-col', className)}>
      {header}
      <section
        ref={scroller}
        aria-label={label}
        className="run-scroller min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 py-3 -outline-offset-2"
      >
        <div ref={text} data-live={live || undefined} className="run-text text-model" />
      </section>
      {drawn && hasTokens && (
        <Suspense fallback={null}>
          <LaneTokens store={store} index={index} text={drawn} />
        </Suspense>
      )}
      {live && !following && (
        <Button
          size="sm"
          className="absolute right-4 bottom-3 shadow-float"
          onClick={() => follow.current?.jump()}
        >
          <ArrowDownToLine aria-hidden="true" className="size-3.5" />
          Follow the end
        </Button>
      )}
    </div>
  );
}
