'use client';

import { ArrowDownToLine } from 'lucide-react';
import {
  type ComponentType,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { focusableScroller } from '@/components/ui/focusable-scroller';
import { createEvent } from '@/lib/platform/client/event';
import { useWithPrompt } from '@/lib/platform/client/with-prompt';
import { mayHide } from '@/lib/protocol/tokens/may-hide';
import type { BranchAt } from '@/lib/runs/client/branch-run';
import { promptAround } from '@/lib/runs/client/prompt-around';
import type { RunStore } from '@/lib/runs/client/run-store';
import type { ChoicePaneTokensProps } from './choice-pane-tokens';
import { copyExactly } from './exact-copy';
import { type FollowEnd, followEnd } from './follow-end';
import type { HiddenInTextProps } from './hidden-in-text';
import type { DrawnText } from './paint-visible';
import { createTextView } from './text-view';

// Only runs that requested probabilities need it. If it fails to load, the text can still be read.
const ChoicePaneTokens = lazy(async (): Promise<{ default: ComponentType<ChoicePaneTokensProps> }> => {
  const loaded = await import('./choice-pane-tokens').catch(() => null);
  return { default: loaded?.ChoicePaneTokens ?? (() => null) };
});

const HiddenInText = lazy(async (): Promise<{ default: ComponentType<HiddenInTextProps> }> => {
  const loaded = await import('./hidden-in-text').catch(() => null);
  return { default: loaded?.HiddenInText ?? (() => null) };
});

export interface ChoicePaneProps {
  store: RunStore;
  index: number;
  /** Names the text for screen readers. */
  label: string;
  live: boolean;
  header?: ReactNode;
  /** Whether the server gives probabilities for this choice. */
  hasTokens: boolean;
  /** Shown instead of the text when the run ended without any. */
  silence: string | null;
  /** Branches from another token. Absent: not possible here. */
  onBranch?: (at: BranchAt) => void;
  /** Draws over the text. */
  overlay?: (text: DrawnText) => ReactNode;
  /** One of several: read from its beginning, and on touch screens its first lines until it is opened. */
  excerpt?: 'closed' | 'open';
  /** Under the text. */
  foot?: (text: DrawnText | null) => ReactNode;
  className?: string;
}

/** The text of one choice. React draws the frame; the text goes straight to the DOM. */
export function ChoicePane(props: ChoicePaneProps) {
  const {
    store,
    index,
    label,
    live,
    hasTokens,
    silence,
    header,
    onBranch,
    overlay,
    excerpt,
    foot,
    className,
  } = props;
  const isExcerpt = excerpt !== undefined;
  const scroller = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const follow = useRef<FollowEnd | null>(null);
  const [following, setFollowing] = useState(true);
  const [drawn, setDrawn] = useState<DrawnText | null>(null);
  const withPrompt = useWithPrompt();
  const around = useMemo(
    () => (withPrompt ? promptAround(store.view().startRequest.request, index) : null),
    [store, index, withPrompt],
  );

  useEffect(() => {
    if (!scroller.current || !text.current) return;
    focusableScroller(scroller.current);
    const view = createTextView(text.current);
    // A finished run is read from its beginning, and so are several texts; a single live one is watched at its
    // end.
    const watched = store.state.status === 'streaming' && !isExcerpt;
    const end = followEnd(scroller.current, watched, setFollowing);
    follow.current = end;
    setFollowing(watched);
    const { emit, listen } = createEvent();
    const detach = store.attachText(index, {
      append: view.append,
      replace: view.replace,
      drawn: () => {
        end.grew();
        emit();
      },
    });
    const stopCopying = copyExactly(text.current, view, () => store.state.choices[index]?.text ?? '');
    setDrawn({
      view,
      scroller: scroller.current,
      container: text.current,
      onChange: listen,
    });
    return () => {
      setDrawn(null);
      stopCopying();
      detach();
      end.detach();
      follow.current = null;
    };
  }, [store, index, isExcerpt]);

  // Scrolls to where the completion begins, with the last lines of the prompt above it.
  useLayoutEffect(() => {
    if (!around || !drawn) return;
    if (follow.current?.following) return follow.current.grew();
    const { scroller: pane, container, onChange } = drawn;
    const toStart = () => {
      pane.scrollTop = startOf(container) - KEPT_ABOVE_PX;
    };
    if (container.firstElementChild) return toStart();
    // Without text there is no beginning yet: it is at the end of the prompt.
    pane.scrollTop = pane.scrollHeight;
    const forget = onChange(() => {
      forget();
      toStart();
    });
    return forget;
  }, [around, drawn]);

  return (
    <div className={cx('relative flex min-h-0 min-w-0 flex-col', className)}>
      {header}
      <div className="relative flex min-h-0 flex-1 flex-col">
        <section
          ref={scroller}
          aria-label={label}
          data-excerpt={excerpt}
          className={cx(
            'run-scroller text-model flex-1 overflow-y-auto px-4 py-3 -outline-offset-2',
            // Space for the line that stands in the place of a text.
            silence === null ? 'min-h-0' : 'min-h-12',
          )}
        >
          {around?.above && <div className="run-around">{around.above}</div>}
          {around?.before && <span className="run-around">{around.before}</span>}
          <div
            ref={text}
            data-live={live || undefined}
            data-joint={around ? true : undefined}
            className="run-text"
          />
          {around?.after && <span className="run-around">{around.after}</span>}
          {drawn && !live && mayHide(textOf(store, index)) && (
            <Suspense fallback={null}>
              <HiddenInText text={textOf(store, index)} className="mt-2" />
            </Suspense>
          )}
        </section>
        {silence !== null && !around && (
          <p className="pointer-events-none absolute top-3 left-4 text-ink-3">{silence}</p>
        )}
      </div>
      {foot?.(drawn)}
      {drawn && hasTokens && (
        <Suspense fallback={null}>
          <ChoicePaneTokens
            store={store}
            index={index}
            text={drawn}
            isMarked={overlay !== undefined}
            onBranch={onBranch}
          />
        </Suspense>
      )}
      {drawn && overlay?.(drawn)}
      {live && !following && !isExcerpt && (
        <Button
          size="sm"
          className="absolute right-4 bottom-3 shadow-float"
          onClick={() => follow.current?.jump()}
        >
          <ArrowDownToLine aria-hidden="true" className="size-3.5" />
          Scroll to end
        </Button>
      )}
    </div>
  );
}

function textOf(store: RunStore, index: number): string {
  return store.state.choices[index]?.text ?? '';
}

const KEPT_ABOVE_PX = 68;

/** Where the text begins, in pixels from the top of its scroller's content. */
function startOf(container: HTMLElement): number {
  const scroller = container.parentElement;
  const first = container.firstElementChild?.getClientRects()[0];
  if (!scroller || !first) return 0;
  return first.top - scroller.getBoundingClientRect().top + scroller.scrollTop;
}
