import type { DocumentRunner } from '@/lib/documents/client/document-runner';
import type { OpenDocument } from '@/lib/documents/client/open-document';
import type { RunRecords } from '@/lib/documents/client/run-records';

/** What an extension of the editor may need. */
export interface ExtensionParts {
  readonly document: OpenDocument;
  readonly runner: DocumentRunner;
  readonly records: RunRecords;
}
