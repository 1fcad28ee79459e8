import { EXPORT_VERSION, type ExportFormat, RUN_FORMAT, RUNS_FORMAT } from '../run-export';
import { createCsvEncoder } from './csv';
import type { RunEncoder } from './export-formats';
import { createMarkdownEncoder } from './markdown';

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

/** One document, one run per line. */
function createJsonEncoder(exportedAt: string): RunEncoder {
  let isFirst = true;
  const head = JSON.stringify({ format: RUNS_FORMAT, version: EXPORT_VERSION, exportedAt });
  return {
    begin: () => `${head.slice(0, -1)},"runs":[`,
    run: (run) => {
      const between = isFirst ? '\n' : ',\n';
      isFirst = false;
      return [between, JSON.stringify(run)];
    },
    end: () => '\n]}',
  };
}

/** Each line names its format, so files can be cut and joined at every line. */
function createJsonLinesEncoder(): RunEncoder {
  return {
    begin: () => '',
    run: (run) => [JSON.stringify({ format: RUN_FORMAT, version: EXPORT_VERSION, ...run }), '\n'],
    end: () => '',
  };
}
