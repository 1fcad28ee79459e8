'use client';

import { lazy, Suspense } from 'react';
import { DocumentPane, type DocumentPaneProps } from '@/components/documents/editor/document-pane';
import type { CompareTexts } from '@/components/documents/tree/compared-text';
import { ShareDocument } from '@/components/links/share/share-document';

const TextDiffDialog = lazy(async () => ({
  default: (await import('@/components/compare/differences/text-diff-dialog')).TextDiffDialog,
}));

const compareTexts: CompareTexts = ({ texts: [reference, other], onClose }) =>
  reference &&
  other && (
    <Suspense fallback={null}>
      <TextDiffDialog reference={reference} other={other} onClose={onClose} />
    </Suspense>
  );

/** The document with what Compare and links add. A file of its own, since the page would carry the names of all it loads. */
export function DocumentSlot({ modeSwitch }: Pick<DocumentPaneProps, 'modeSwitch'>) {
  return (
    <DocumentPane
      modeSwitch={modeSwitch}
      compareTexts={compareTexts}
      share={(document) => <ShareDocument document={document} />}
      countLinks={async (documentId) =>
        (await import('@/lib/links/client/count-open-links')).countOpenLinks({ documentId })
      }
    />
  );
}
