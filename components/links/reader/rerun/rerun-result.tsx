'use client';

import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { problemOf } from '@/components/runs/problem-labels';
import { createTextView } from '@/components/runs/text-view';
import { CopyButton } from '@/components/ui/copy-button';
import { Notice } from '@/components/ui/notice';
import { sharedSections } from '@/lib/links/model/shared-labels';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { explainError } from '@/lib/protocol/errors/explain-error';
import type { RunSession } from '@/lib/runs/client/run-session';
import type { RunStore } from '@/lib/runs/client/run-store';
import { isLive } from '@/lib/runs/client/run-view';
import { statusLabel } from '@/lib/runs/client/status-labels';
import { Difference } from './difference';

/** The reader's own run: its text as it streams, then its differences from the shared one. */
export function RerunResult({ session: { store }, shared }: { session: RunSession; shared: SharedRun }) {
  const view = useStore(store.views);
  const live = isLive(view);
  const problem = live ? null : problemOf(view, explainError);
  const outputs = sharedSections(shared).flatMap((section) => section.outputs);
  return (
    <div className="flex flex-col gap-5">
      <p className="flex flex-wrap gap-x-3 text-ink-2">
        <span role="status">{statusLabel(view).label}</span>
        {view.runId !== null && !live && (
          <a
            href={`/?run=${encodeURIComponent(view.runId)}`}
            className="underline underline-offset-2 hover:text-ink"
          >
            Open in my playground
          </a>
        )}
      </p>
      {problem && (
        <Notice tone={problem.tone} role="alert">
          <p className="font-medium">{problem.title}</p>
          {problem.detail && <p className="wrap-anywhere">{problem.detail}</p>}
          {problem.advice && <p>{problem.advice}</p>}
        </Notice>
      )}
      {view.choices.map(({ index, hasText }) => {
        if (!hasText) return null;
        const other = outputs.find((output) => output.index === index);
        const own = () => store.state.choices[index]?.text ?? '';
        return (
          <section
            key={index}
            aria-label={`Your ${(other?.label ?? 'output').toLowerCase()}`}
            className="shared-text min-w-0 px-[17px]"
          >
            <div className="mb-1 flex h-6 items-center justify-between gap-2">
              <h3 className="text-xs text-ink-3">Your {(other?.label ?? 'output').toLowerCase()}</h3>
              <CopyButton text={own} label="Copy your output" />
            </div>
            {live ? (
              <LiveText store={store} index={index} />
            ) : (
              <Difference before={other?.text ?? ''} after={own()} />
            )}
          </section>
        );
      })}
    </div>
  );
}

/** Text as it streams, written outside of React. */
function LiveText({ store, index }: { store: RunStore; index: number }) {
  const text = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!text.current) return;
    return store.attachText(index, createTextView(text.current));
  }, [store, index]);
  return <div ref={text} data-live="true" className="run-text text-model" />;
}
