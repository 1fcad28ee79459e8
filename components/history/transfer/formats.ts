import { EXPORT_FORMATS } from '@/lib/history/model/export/export-formats';
import { type ExportFormat, exportFormatSchema } from '@/lib/history/model/run-export';

const HINTS: Readonly<Record<ExportFormat, string>> = {
  json: 'Everything, without loss. Can be imported again.',
  jsonl: 'The same, one run a line.',
  csv: 'For spreadsheets: one row a choice, without probabilities.',
  markdown: 'For reading, without probabilities.',
};

export const FORMAT_OPTIONS = exportFormatSchema.options.map((value) => ({
  value,
  label: EXPORT_FORMATS[value].label,
  hint: HINTS[value],
}));
