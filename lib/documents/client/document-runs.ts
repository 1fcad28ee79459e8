import { createDocumentRunner, type DocumentRunner } from './document-runner';
import type { OpenDocument } from './open-document';
import { createRunRecords, type RunRecords } from './run-records';

interface DocumentRuns {
  readonly runner: DocumentRunner;
  readonly records: RunRecords;
}

/** They outlive the editor: a run goes on while the page shows something else. */
const known = new WeakMap<OpenDocument, DocumentRuns>();

/** What runs in an open document. */
export function runsOf(document: OpenDocument): DocumentRuns {
  const before = known.get(document);
  if (before) return before;
  const records = createRunRecords();
  const made = { records, runner: createDocumentRunner(document, records) };
  known.set(document, made);
  made.runner.resume();
  return made;
}
