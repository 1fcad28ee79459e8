'use client';

import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';
import type { RunSummary } from '@/lib/runs/model/runs';

const LinksQuestion = lazy(async () => ({ default: (await import('./links-question')).LinksQuestion }));

type Remove = (runs: readonly RunSummary[], links: LinksOfDeleted) => void;

/**
 * Deletes runs; when some have open links, asks first what happens to those. Render `question` somewhere.
 *
 * @param remove performs the deletion
 */
export function useDeleteWithLinks(remove: Remove): {
  deleteRuns: (runs: readonly RunSummary[]) => void;
  question: ReactNode;
} {
  const [requested, setRequested] = useState<readonly RunSummary[] | null>(null);
  const deleteRuns = useCallback(
    (runs: readonly RunSummary[]) => {
      if (openLinks(runs) === 0) remove(runs, 'keep');
      else setRequested(runs);
    },
    [remove],
  );
  return {
    deleteRuns,
    question: (
      <Suspense fallback={null}>
        {requested && (
          <LinksQuestion
            count={requested.length}
            links={openLinks(requested)}
            onAnswer={(links) => {
              setRequested(null);
              remove(requested, links);
            }}
            onClose={() => setRequested(null)}
          />
        )}
      </Suspense>
    ),
  };
}

function openLinks(runs: readonly RunSummary[]): number {
  return runs.reduce((sum, { links }) => sum + links, 0);
}
