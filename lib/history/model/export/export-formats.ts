import type { ExportedRun, ExportFormat } from '../run-export';

export interface FormatFacts {
  readonly label: string;
  readonly extension: string;
  readonly contentType: string;
  /** Whether tokens with their probabilities, most of a long run, are written. */
  readonly withTokens: boolean;
}

export const EXPORT_FORMATS: Readonly<Record<ExportFormat, FormatFacts>> = {
  json: { label: 'JSON', extension: 'json', contentType: 'application/json', withTokens: true },
  jsonl: { label: 'JSON Lines', extension: 'jsonl', contentType: 'application/x-ndjson', withTokens: true },
  csv: { label: 'CSV', extension: 'csv', contentType: 'text/csv; charset=utf-8', withTokens: false },
  markdown: {
    label: 'Markdown',
    extension: 'md',
    contentType: 'text/markdown; charset=utf-8',
    withTokens: false,
  },
};

/** Writes runs one by one, so that a document of any length is never in memory as a whole. */
export interface RunEncoder {
  begin(): string;
  /** In pieces: none is larger than one row, or one text. A run of thousands of outputs repeats its prompt for each. */
  run(run: ExportedRun): Iterable<string>;
  end(): string;
}
