import type { DocumentFormat } from '@/lib/history/model/export/document-reader';
import { isTooLarge, TOO_LARGE } from '@/lib/history/model/export/read-exported-run';
import { originOf, parentOriginOf } from '@/lib/history/model/exported-ids';
import type { ExportedRun } from '@/lib/history/model/run-export';
import {
  IMPORT_BATCH_BYTES,
  type ImportLink,
  importAnswerSchema,
  importLinksAnswerSchema,
  MAX_IDS,
  MAX_IMPORTED,
} from '@/lib/history/model/run-import';
import { api } from '@/lib/platform/client/http/api';
import { MAX_NAMED, type Refusal } from './preview-import';
import { readRunFile } from './read-run-file';
import { retryWhenRateLimited } from './retry-when-rate-limited';

export interface ImportResult {
  readonly imported: number;
  readonly here: number;
  readonly refused: number;
  readonly refusals: readonly Refusal[];
  /** Whether the import reached the end of the file; if not, the person cancelled it or an error ended it. */
  readonly ended: 'whole' | 'cancelled' | { readonly error: string };
}

interface Waiting {
  readonly run: ExportedRun;
  readonly number: number;
  readonly line: number;
}

export interface ImportOptions {
  /** Origins of runs that need not be sent. */
  readonly known: ReadonlySet<string>;
  readonly signal: AbortSignal;
  readonly onImported: (imported: number) => void;
  /** Of a file with more than runs. */
  readonly document?: DocumentFormat;
  /** What is imported in place of a run of the file; null: it is left out. */
  readonly inPlaceOf?: (run: ExportedRun, number: number) => ExportedRun | null;
}

/**
 * Imports a file in batches. What is imported stays when it is cancelled or breaks off: importing the same
 * file again continues from there, since runs that are already here are recognized. Never throws.
 */
export async function importRuns(
  file: Blob,
  { known, signal, onImported, document, inPlaceOf = (run) => run }: ImportOptions,
): Promise<ImportResult> {
  const refusals: Refusal[] = [];
  const links: ImportLink[] = [];
  let [imported, here, refused] = [0, 0, 0];
  let batch: Waiting[] = [];
  let batchBytes = 0;

  function refuse(refusal: Refusal): void {
    refused += 1;
    if (refusals.length < MAX_NAMED) refusals.push(refusal);
  }

  function link(run: ExportedRun): void {
    const parentId = parentOriginOf(run);
    if (parentId !== null) links.push({ id: originOf(run), parentId });
  }

  async function send(): Promise<void> {
    const some = batch;
    batch = [];
    batchBytes = 0;
    if (some.length === 0) return;
    const body = { runs: some.map(({ run }) => run) };
    const answer = await retryWhenRateLimited(signal, () =>
      api('/api/runs/import', importAnswerSchema, { method: 'POST', body, signal }),
    );
    imported += answer.imported;
    here += answer.here;
    for (const { index, reason } of answer.refused) {
      const one = some[index];
      if (one) refuse({ number: one.number, line: one.line, reason });
    }
    const without = new Set(answer.withoutParent);
    for (const { run } of some) if (without.has(run.id)) link(run);
    onImported(imported);
  }

  async function take(run: ExportedRun, number: number, line: number): Promise<void> {
    const text = JSON.stringify(run);
    // Numbers may be longer than in the file. A run that the server would reject must not end the import.
    if (isTooLarge(text)) return refuse({ number, line, reason: TOO_LARGE });
    const size = new TextEncoder().encode(text).length;
    if (batchBytes + size > IMPORT_BATCH_BYTES) await send();
    batch.push({ run, number, line });
    batchBytes += size;
    if (batch.length >= MAX_IMPORTED || batchBytes >= IMPORT_BATCH_BYTES) await send();
  }

  const result = (ended: ImportResult['ended']) => ({ imported, here, refused, refusals, ended });
  try {
    await readRunFile(file, {
      signal,
      ...(document && { document }),
      onRun: async (one) => {
        if (!one.ok) return refuse(one);
        const run = inPlaceOf(one.run, one.number);
        if (run === null) return;
        // It may have been imported without its parent, by an import that was cancelled.
        if (known.has(originOf(run))) {
          here += 1;
          return link(run);
        }
        await take(run, one.number, one.line);
      },
    });
    await send();
    return result('whole');
  } catch (error) {
    if (signal.aborted) return result('cancelled');
    return result({ error: error instanceof Error ? error.message : 'Something went wrong.' });
  } finally {
    await joinParents(links);
  }
}

/**
 * Files have the newest first, so parents come after their children. Also run after a cancel, so that what
 * was imported is correct.
 */
async function joinParents(links: readonly ImportLink[]): Promise<void> {
  const signal = new AbortController().signal;
  for (let at = 0; at < links.length; at += MAX_IDS / 2) {
    const body = { links: links.slice(at, at + MAX_IDS / 2) };
    try {
      await retryWhenRateLimited(signal, () =>
        api('/api/runs/import/links', importLinksAnswerSchema, { method: 'POST', body }),
      );
    } catch {
      // The runs are imported; importing the same file again joins them.
      return;
    }
  }
}
