'use client';

import { lazy, Suspense, useCallback, useState } from 'react';
import { useStore } from 'zustand';
import type { Branch } from '@/lib/documents/model/branches';
import { ChoiceSteps, useChoices } from '../editor/choice-steps';
import { type DocumentController, rankOfChoice } from '../editor/document-controller';
import { BranchStrip } from './branch-strip';

// Few open it, and it brings dialogs along.
const BranchMap = lazy(async () => ({ default: (await import('./branch-map')).BranchMap }));

/** The strip under the text, and the map that it opens. */
export function DocumentBranches({
  controller: { session, view, runner },
}: {
  controller: DocumentController;
}) {
  const [isMapOpen, setIsMapOpen] = useState(false);
  const alternatives = useStore(runner.state, (state) => state.alternatives);
  const rankOf = useCallback((branch: Branch) => rankOfChoice(alternatives, branch), [alternatives]);
  const choices = useChoices();
  return (
    <>
      <BranchStrip
        session={session}
        onOpenMap={() => setIsMapOpen(true)}
        choices={choices && <ChoiceSteps {...choices} />}
      />
      {isMapOpen && (
        <Suspense fallback={null}>
          <BranchMap
            session={session}
            rankOf={rankOf}
            editor={view.contentDOM}
            onClose={() => setIsMapOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
