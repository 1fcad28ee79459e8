'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { focusableScroller } from '@/components/ui/focusable-scroller';
import { useTokenColours } from '@/lib/runs/client/token-colours';
import { createTokenIndex } from '@/lib/runs/client/token-index';
import type { TextScore } from '@/lib/runs/model/score/text-score';
import type { DrawnText } from '../paint-visible';
import { TextTokens } from '../text-tokens';
import { createTextView } from '../text-view';
import type { TokenSource } from '../token-paint';

/** A scored text in its colours, outside of a run's own pane; tokens are looked at as there. */
export function ScoredText({ text, score, label }: { text: string; score: TextScore; label: string }) {
  const scroller = useRef<HTMLElement>(null);
  const container = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<DrawnText | null>(null);
  const colours = useTokenColours(undefined, true);
  const own = text.slice(0, score.end);
  useEffect(() => {
    if (!scroller.current || !container.current) return;
    focusableScroller(scroller.current);
    const view = createTextView(container.current);
    view.append(own);
    setDrawn({
      view,
      scroller: scroller.current,
      container: container.current,
      onChange: () => () => undefined,
    });
    return () => setDrawn(null);
  }, [own]);
  const source = useMemo<TokenSource>(() => {
    const index = createTokenIndex();
    index.sync(own, score.tokens);
    return { index, tokens: () => score.tokens };
  }, [own, score]);
  return (
    <section
      ref={scroller}
      aria-label={label}
      className="text-model max-h-[24dvh] min-h-16 overflow-y-auto rounded-sm border bg-bg px-3 py-2 -outline-offset-2"
    >
      <div ref={container} className="run-text" />
      {drawn && <TextTokens text={drawn} source={source} colours={colours} />}
    </section>
  );
}
