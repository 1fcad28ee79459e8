import type { Extension } from '@codemirror/state';
import type { DocumentRunner } from '@/lib/documents/client/document-runner';
import type { OpenDocument } from '@/lib/documents/client/open-document';
import type { RunRecords } from '@/lib/documents/client/run-records';
import { suggestExtension } from '../suggest/suggest-extension';

export interface ExtensionParts {
  readonly document: OpenDocument;
  readonly runner: DocumentRunner;
  readonly records: RunRecords;
}

/** What other parts of documents add to the editor. They come before the editor's own keys. */
export const EDITOR_EXTENSIONS: readonly ((parts: ExtensionParts) => Extension)[] = [suggestExtension];
