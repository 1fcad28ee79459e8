'use client';

import { useEffect, useRef } from 'react';
import { echoedUnits } from '@/lib/protocol/run/echoed-prompt';
import type { RunStore } from '@/lib/runs/client/run-store';

/** A cell never shows more. */
const MAX_SHOWN = 360;

/** The beginning of a completion, written outside of React, and only while it is visible. */
export function CellText({ store }: { store: RunStore }) {
  const frame = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const { request } = store.view().startRequest;
    // React did not write what stands there: it is still the text of the run before.
    element.textContent = '';
    let shown = '';
    let detach: (() => void) | null = null;
    let all = '';
    const draw = () => {
      const from = echoedUnits(request, { index: 0, text: all });
      const shownPart = all.slice(from, from + MAX_SHOWN);
      const next = all.length > from + MAX_SHOWN ? `${shownPart}…` : shownPart;
      if (next === shown) return;
      shown = next;
      element.textContent = next;
    };
    const max = MAX_SHOWN + (request.echo ? String(request.prompt).length : 0);
    const attach = () => {
      detach ??= store.attachText(0, {
        append: (text) => {
          if (all.length >= max) return;
          all += text;
          draw();
        },
        replace: (text) => {
          all = text;
          draw();
        },
      });
    };
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) attach();
      else {
        detach?.();
        detach = null;
      }
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      detach?.();
    };
  }, [store]);
  return (
    <p
      ref={frame}
      data-cell-text=""
      className="sweep-text text-model min-h-0 overflow-hidden text-[12px]! leading-[17px]! wrap-anywhere whitespace-pre-wrap"
    />
  );
}
