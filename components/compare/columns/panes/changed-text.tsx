'use client';

import { useEffect, useMemo, useRef } from 'react';
import { paintStretches, type Stretch } from '@/components/runs/paint-visible';
import { createTextView } from '@/components/runs/text-view';
import { focusableScroller } from '@/components/ui/focusable-scroller';
import type { DiffPart } from '@/lib/texts/model/diff-parts';

/**
 * The output with its changes from the reference: removed text is struck through, added text is underlined.
 */
export function ChangedText({ parts, label }: { parts: readonly DiffPart[]; label: string }) {
  const scroller = useRef<HTMLElement>(null);
  const container = useRef<HTMLDivElement>(null);
  const { text, stretches } = useMemo(() => joined(parts), [parts]);
  useEffect(() => {
    if (!scroller.current || !container.current) return;
    focusableScroller(scroller.current);
    const view = createTextView(container.current);
    view.append(text);
    const drawn = { view, scroller: scroller.current, container: container.current };
    return paintStretches({ ...drawn, onChange: () => () => undefined }, stretches);
  }, [text, stretches]);
  return (
    <section
      ref={scroller}
      aria-label={label}
      className="run-scroller text-model min-h-0 flex-1 overflow-y-auto px-4 py-3 -outline-offset-2"
    >
      <div ref={container} className="run-text" />
    </section>
  );
}

function joined(parts: readonly DiffPart[]): { text: string; stretches: Stretch[] } {
  let text = '';
  const stretches: Stretch[] = [];
  for (const part of parts) {
    const start = text.length;
    text += part.text;
    if (part.kind !== 'same') stretches.push({ start, end: text.length, highlight: `diff-${part.kind}` });
  }
  return { text, stretches };
}
