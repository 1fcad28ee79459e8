'use client';

import { lazy, Suspense, useState } from 'react';
import { ChoiceSteps, useChoices } from '../editor/choice-steps';
import type { DocumentController } from '../editor/document-controller';
import { BranchStrip } from './branch-strip';
import type { CompareTexts } from './compared-text';

// Few open it, and it brings dialogs along.
const BranchMap = lazy(async () => ({ default: (await import('./branch-map')).BranchMap }));

export interface DocumentBranchesProps {
  controller: DocumentController;
  compareTexts: CompareTexts | undefined;
}

/** The strip under the text, and the map that it opens. */
export function DocumentBranches({ controller: { session, view }, compareTexts }: DocumentBranchesProps) {
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
          <BranchMap
            session={session}
            compare={compareTexts}
            editor={view.contentDOM}
            onClose={() => setIsMapOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
