'use client';

import { useCurrentRun } from '@/lib/client/runs/run-controller';
import { isLive } from '@/lib/client/runs/run-view';
import { ProblemActions } from './problem-actions';
import { ProblemBox } from './problem-box';
import { problemOf } from './problem-words';
import { RawBody } from './raw-body';

/** What went wrong, in the upstream's own words, and what to do next. Text that had arrived stays above it. */
export function RunProblem({ fills }: { fills: boolean }) {
  const view = useCurrentRun((current) => current);
  const problem = view && problemOf(view);
  if (!view || !problem) return null;
  return (
    <ProblemBox tone={problem.tone} fills={fills}>
      <h3 className="font-medium text-ink">{problem.title}</h3>
      {problem.words && (
        <blockquote className="mt-1 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap text-ink">
          {problem.words}
        </blockquote>
      )}
      {problem.advice && <p className="mt-1 max-w-[72ch] text-ink-2">{problem.advice}</p>}
      <ProblemActions
        key={view.errorAt}
        goesTo={problem.goesTo}
        param={problem.param}
        connectionId={view.ask.connectionId}
        retryAt={problem.retryAt}
        live={isLive(view)}
      />
      {view.error?.rawBody && <RawBody body={view.error.rawBody} status={view.error.status} />}
    </ProblemBox>
  );
}
