import { EXPORT_VERSION, type ExportedRun, type ExportFormat, RUN_FORMAT, RUNS_FORMAT } from '../run-export';
import { createCsvEncoder } from './csv';
import { createMarkdownEncoder } from './markdown';

/** Writes runs one after the other, so that a document of any length is never in memory as a whole. */
export interface RunEncoder {
  begin(): string;
  run(run: ExportedRun): string;
  end(): string;
}

/** @param exportedAt ISO time */
export function createRunEncoder(format: ExportFormat, exportedAt: string): RunEncoder {
  switch (format) {
    case 'json':
      return createJsonEncoder(exportedAt);
    case 'jsonl':
      return createJsonLinesEncoder();
    case 'csv':
      return createCsvEncoder();
    case 'markdown':
      return createMarkdownEncoder(exportedAt);
  }
}

/** One document, one run a line. */
function createJsonEncoder(exportedAt: string): RunEncoder {
  let isFirst = true;
  const head = JSON.stringify({ format: RUNS_FORMAT, version: EXPORT_VERSION, exportedAt });
  return {
    begin: () => `${head.slice(0, -1)},"runs":[`,
    run: (run) => {
      const between = isFirst ? '\n' : ',\n';
      isFirst = false;
      return between + JSON.stringify(run);
    },
    end: () => '\n]}',
  };
}

/** Each line says what it is: files can be cut and joined at every line. */
function createJsonLinesEncoder(): RunEncoder {
  return {
    begin: () => '',
    run: (run) => `${JSON.stringify({ format: RUN_FORMAT, version: EXPORT_VERSION, ...run })}\n`,
    end: () => '',
  };
}
