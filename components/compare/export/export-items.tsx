'use client';

import { Braces, FileSpreadsheet, Rows3, Table2 } from 'lucide-react';
import { toastError } from '@/components/runs/toast-error';
import type { LazyMenuParts } from '@/components/ui/lazy-menu';
import { Menu, MenuItems } from '@/components/ui/menu';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { fetchExport } from '@/lib/compare/client/comparison-api';
import type { ComparisonExportFormat } from '@/lib/compare/model/comparison-export';
import { kindOf } from '@/lib/compare/model/plan-cells';
import { fileSlug, saveFile } from '@/lib/platform/client/save-file';

const FORMATS = [
  { format: 'json', label: 'JSON, with runs and votes', icon: Braces },
  { format: 'csv', label: 'CSV, one row per output', icon: FileSpreadsheet },
  { format: 'jsonl', label: 'JSONL, one line per output', icon: Rows3 },
  { format: 'md', label: 'Markdown table', icon: Table2 },
] as const;

export function ExportItems({ trigger }: LazyMenuParts) {
  return (
    <Menu label="Export this comparison" trigger={trigger} defaultOpen className="min-w-56">
      <FormatItems />
    </Menu>
  );
}

/** One item for each format. */
export function FormatItems({ className }: { className?: string }) {
  const { plan: store } = useCompareStore();
  const save = async (format: ComparisonExportFormat) => {
    try {
      const { id, plan, title } = await store.save();
      const kind = kindOf(plan) === 'sweep' ? 'sweep' : 'comparison';
      saveFile(`${fileSlug(title ?? '', kind)}.${format}`, await fetchExport(id, format));
    } catch (error) {
      toastError(error);
    }
  };
  const items = FORMATS.map(({ format, ...item }) => ({
    ...item,
    className,
    onSelect: () => void save(format),
  }));
  return <MenuItems items={items} />;
}
