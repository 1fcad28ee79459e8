'use client';

import { Braces, FileSpreadsheet, Rows3, Table2 } from 'lucide-react';
import type { LazyMenuParts } from '@/components/ui/lazy-menu';
import { Menu, MenuItem } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import {
  type ComparisonToExport,
  exportedComparison,
  exportRecords,
  fetchExportedRuns,
} from '@/lib/compare/client/comparison-export';
import { useVotes } from '@/lib/compare/client/votes';
import { NO_CHECKS } from '@/lib/compare/model/checks';
import { comparisonCsv, comparisonJsonl, comparisonMarkdown } from '@/lib/compare/model/export-table';
import { cellsOf, kindOf } from '@/lib/compare/model/plan-cells';
import { prepareChecks } from '@/lib/compare/model/run-checks';
import { useConnections } from '@/lib/connections/client/connection-list';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { fileSlug, saveFile } from '@/lib/platform/client/save-file';

type Format = 'json' | 'csv' | 'jsonl' | 'md';
const TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json',
  csv: 'text/csv;charset=utf-8',
  jsonl: 'application/jsonl',
  md: 'text/markdown;charset=utf-8',
};
const FORMATS = [
  { format: 'json', label: 'JSON, with runs and votes', icon: <Braces aria-hidden="true" /> },
  { format: 'csv', label: 'CSV, one row per output', icon: <FileSpreadsheet aria-hidden="true" /> },
  { format: 'jsonl', label: 'JSONL, one line per output', icon: <Rows3 aria-hidden="true" /> },
  { format: 'md', label: 'Markdown table', icon: <Table2 aria-hidden="true" /> },
] as const;
/** A Markdown table shows only the beginning of long texts. */
const MAX_TEXT_IN_MARKDOWN = 2_000;

export function ExportItems({ trigger }: LazyMenuParts) {
  return (
    <Menu label="Export this comparison" trigger={trigger} defaultOpen className="min-w-56">
      <FormatItems />
    </Menu>
  );
}

/** One item for each format. */
export function FormatItems({ className }: { className?: string }) {
  const { plan: store, session } = useCompareStore();
  const { connections } = useConnections();
  const { votes } = useVotes();

  const save = async (format: Format) => {
    const { plan, title, note, comparison } = store.view();
    const runIds = Object.fromEntries(
      cellsOf(plan).flatMap((cell) => {
        const run = session.run(cell);
        return run ? [[cell, run.runId] as const] : [];
      }),
    );
    try {
      const given: ComparisonToExport = {
        plan,
        title,
        note,
        createdAt: comparison?.createdAt ?? null,
        votes,
        connectionName: (id) => connections.find((connection) => connection.id === id)?.name ?? null,
        runIds,
        runs: await fetchExportedRuns(Object.values(runIds)),
        checks: await prepareChecks(plan.checks ?? NO_CHECKS),
      };
      const content = new Blob([written(given, format)], { type: TYPES[format] });
      saveFile(
        `${fileSlug(title ?? '', kindOf(plan) === 'sweep' ? 'sweep' : 'comparison')}.${format}`,
        content,
      );
    } catch (error) {
      toast(messageOf(error), { tone: 'bad' });
    }
  };
  return (
    <>
      {FORMATS.map(({ format, label, icon }) => (
        <MenuItem key={format} icon={icon} className={className} onSelect={() => void save(format)}>
          {label}
        </MenuItem>
      ))}
    </>
  );
}

function written(given: ComparisonToExport, format: Format): string {
  if (format === 'json') return `${JSON.stringify(exportedComparison(given, new Date()), null, 2)}\n`;
  const records = exportRecords(given);
  const checks = given.plan.checks ?? NO_CHECKS;
  if (format === 'csv') return comparisonCsv(records, checks);
  if (format === 'jsonl') return comparisonJsonl(records, checks);
  return comparisonMarkdown(records, checks, MAX_TEXT_IN_MARKDOWN);
}
