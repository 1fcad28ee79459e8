'use client';

import { type ComponentType, lazy, Suspense } from 'react';
import { onDemand, useOnDemand } from '@/lib/platform/client/on-demand';
import type { FieldName } from '@/lib/protocol/request/completion-request';
import type { RunStore } from '@/lib/runs/client/run-store';
import { isLive } from '@/lib/runs/client/run-view';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { ProblemBox } from './problem-box';
import { problemOf } from './problem-labels';
import type { RawBodyProps } from './raw-body';

// Loaded with the first run. The message that our own server cannot be reached must not need it.
const explanationCode = onDemand(
  async () => (await import('@/lib/protocol/errors/explain-error')).explainError,
);
// Loaded with the first run as well.
const actionsCode = onDemand(async () => (await import('./problem-actions')).ProblemActions);
// Only upstreams have one. If it fails to load, their message is still there.
const RawBody = lazy(async (): Promise<{ default: ComponentType<RawBodyProps> }> => {
  const loaded = await import('./raw-body').catch(() => null);
  return { default: loaded?.RawBody ?? (() => null) };
});

export interface RunProblemProps {
  store: RunStore | null;
  fills: boolean;
  onAgain: () => void;
  /** Moves the focus to the control of a field. Absent: there are none here. */
  onField?: (field: FieldName) => void;
}

/**
 * What went wrong, in the upstream's own words, and what to do next. Text that had arrived stays above it.
 */
export function RunProblem({ store, fills, onAgain, onField }: RunProblemProps) {
  const view = useRunView(store, (current) => current);
  const explain = useOnDemand(explanationCode, store);
  const ProblemActions = useOnDemand(actionsCode, store);
  const problem = view && problemOf(view, explain);
  if (!view || !problem) return null;
  return (
    <ProblemBox tone={problem.tone} fills={fills}>
      <h3 className="font-medium text-ink">{problem.title}</h3>
      {problem.detail && (
        <blockquote className="mt-1 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap text-ink">
          {problem.detail}
        </blockquote>
      )}
      {problem.advice && <p className="mt-1 max-w-[72ch] text-ink-2">{problem.advice}</p>}
      {ProblemActions && (
        <ProblemActions
          key={view.errorAt}
          goesTo={problem.goesTo}
          param={problem.param}
          connectionId={view.startRequest.connectionId}
          retryAt={problem.retryAt}
          live={isLive(view)}
          onAgain={onAgain}
          onField={onField}
          onJoin={view.lost?.again}
        />
      )}
      {view.error?.rawBody && (
        <Suspense fallback={null}>
          <RawBody body={view.error.rawBody} status={view.error.status} />
        </Suspense>
      )}
    </ProblemBox>
  );
}
