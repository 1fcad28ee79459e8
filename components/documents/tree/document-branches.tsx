'use client';

import { lazy, Suspense, useState } from 'react';
import { ChoiceSteps, useChoices } from '../editor/choice-steps';
import type { DocumentController } from '../editor/document-controller';
import { BranchStrip } from './branch-strip';

// Few open it, and it brings dialogs along.
const BranchMap = lazy(async () => ({ default: (await import('./branch-map')).BranchMap }));

/** The strip under the text, and the map that it opens. */
export function DocumentBranches({ controller: { session, view } }: { controller: DocumentController }) {
  const [isMapOpen, setIsMapOpen] = useState(false);
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
          <BranchMap session={session} editor={view.contentDOM} onClose={() => setIsMapOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
