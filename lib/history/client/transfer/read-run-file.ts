import type { DocumentFormat } from '@/lib/history/model/export/document-reader';
import { type ReadRun, readFileRun } from '@/lib/history/model/export/read-exported-run';
import { createRunFileReader, type FileProblem } from '@/lib/history/model/export/run-file-reader';
import { MAX_RUN_BYTES } from '@/lib/history/model/run-import';

/** A run of a file, with its number and line. */
export type RunInFile = ReadRun & { readonly number: number; readonly line: number };

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** Bytes that have been read. */
  readonly onBytes?: (bytes: number) => void;
  /** Awaited before more is read. */
  readonly onRun: (run: RunInFile) => Promise<void>;
  /** Of a file with more than runs. */
  readonly document?: DocumentFormat;
}

export interface FileFacts {
  readonly problem: FileProblem | null;
  readonly exportedAt: string | null;
  /** A document's own fields. Not checked. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** How long the page may be kept from drawing. */
const MAX_BUSY_MS = 30;

/**
 * Reads a file of any size from its beginning, one chunk and one run at a time. An abort is thrown as it is.
 */
export async function readRunFile(
  file: Blob,
  { signal, onBytes, onRun, document }: ReadOptions,
): Promise<FileFacts> {
  const reader = createRunFileReader(MAX_RUN_BYTES, document);
  const stream = file.stream().getReader();
  let bytes = 0;
  let since = performance.now();
  const deliver = async (found: ReturnType<typeof reader.push>) => {
    for (const { number, line, ...value } of found) {
      signal.throwIfAborted();
      await onRun({ ...readFileRun({ number, line, ...value }), number, line });
      if (performance.now() - since < MAX_BUSY_MS) continue;
      onBytes?.(bytes);
      await new Promise((resolve) => setTimeout(resolve));
      since = performance.now();
    }
  };
  try {
    while (reader.problem === null) {
      signal.throwIfAborted();
      const { done, value } = await stream.read();
      if (done) break;
      const found = reader.push(value);
      bytes += value.length;
      await deliver(found);
      onBytes?.(bytes);
    }
    await deliver(reader.finish());
    const { problem, fields } = reader;
    const { exportedAt } = fields;
    return { problem, exportedAt: typeof exportedAt === 'string' ? exportedAt : null, fields };
  } finally {
    await stream.cancel().catch(() => {});
  }
}
