import type { Check } from '../checks';
import { comparisonJsonLine, createComparisonCsv, type ExportRecord, tableColumns } from '../export-table';

/** All lines of a file at once, as tests read it. */
export function comparisonCsv(records: readonly ExportRecord[], checks: readonly Check[]): string {
  const { head, line } = createComparisonCsv(tableColumns(records, checks), checks);
  return head + records.map(line).join('');
}

export function comparisonJsonl(records: readonly ExportRecord[], checks: readonly Check[]): string {
  return records.map((record) => comparisonJsonLine(record, checks)).join('');
}
