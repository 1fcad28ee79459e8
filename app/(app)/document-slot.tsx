'use client';

import { DocumentPane, type DocumentPaneProps } from '@/components/documents/editor/document-pane';
import { ShareDocument } from '@/components/links/share/share-document';

/** The document with what links add. A file of its own, since the page would carry the names of all it loads. */
export function DocumentSlot({ modeSwitch }: Pick<DocumentPaneProps, 'modeSwitch'>) {
  return (
    <DocumentPane
      modeSwitch={modeSwitch}
      share={(document) => <ShareDocument document={document} />}
      countLinks={async (documentId) =>
        (await import('@/lib/links/client/count-open-links')).countOpenLinks({ documentId })
      }
    />
  );
}
