import { EXPORT_FORMATS } from '@/lib/history/model/export/export-formats';
import { type ExportFormat, exportFormatSchema } from '@/lib/history/model/run-export';

const HINTS: Readonly<Record<ExportFormat, string>> = {
  json: 'Complete. Can be imported again.',
  jsonl: 'Same as JSON, one run per line.',
  csv: 'For spreadsheets: one row per choice, without probabilities.',
  markdown: 'For reading, without probabilities.',
};

export const FORMAT_OPTIONS = exportFormatSchema.options.map((value) => ({
  value,
  label: EXPORT_FORMATS[value].label,
  hint: HINTS[value],
}));
