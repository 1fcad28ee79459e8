'use client';

import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';
import type { RunSummary } from '@/lib/runs/model/runs';

const LinksQuestion = lazy(async () => ({ default: (await import('./links-question')).LinksQuestion }));

interface Requested {
  readonly runs: readonly RunSummary[];
  readonly documents: number;
}

type Remove = (runs: readonly RunSummary[], links: LinksOfDeleted) => void;

/**
 * Deletes runs; when documents use them, or open links show them, asks first. Render `question` somewhere.
 *
 * @param remove performs the deletion
 */
export function useDeleteWithLinks(remove: Remove): {
  deleteRuns: (runs: readonly RunSummary[]) => void;
  question: ReactNode;
} {
  const [requested, setRequested] = useState<Requested | null>(null);
  const deleteRuns = useCallback(
    (runs: readonly RunSummary[]) => {
      void countDocuments(runs.map(({ id }) => id)).then((documents) => {
        if (openLinks(runs) === 0 && documents === 0) remove(runs, 'keep');
        else setRequested({ runs, documents });
      });
    },
    [remove],
  );
  return {
    deleteRuns,
    question: (
      <Suspense fallback={null}>
        {requested && (
          <LinksQuestion
            count={requested.runs.length}
            links={openLinks(requested.runs)}
            documents={requested.documents}
            onAnswer={(links) => {
              setRequested(null);
              remove(requested.runs, links);
            }}
            onClose={() => setRequested(null)}
          />
        )}
      </Suspense>
    ),
  };
}

/** Its schema is not in the first load. */
async function countDocuments(ids: readonly string[]): Promise<number> {
  const loaded = await import('@/lib/history/client/documents-of-runs').catch(() => null);
  return loaded === null ? 0 : loaded.countDocumentsOfRuns(ids);
}

function openLinks(runs: readonly RunSummary[]): number {
  return runs.reduce((sum, { links }) => sum + links, 0);
}
