'use client';

import { SavedLine } from '@/components/history/saved-line';
import { Badge } from '@/components/ui/badge';
import { StatusDot } from '@/components/ui/status-dot';
import { compareHref } from '@/lib/compare/client/comparison-url';
import type { ComparisonSummary } from '@/lib/compare/model/comparisons';
import { counted } from '@/lib/platform/numbers/counted';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import { runStatusSchema } from '@/lib/protocol/run/run-status';
import { capitalized } from '@/lib/protocol/text/capitalized';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';

export interface ComparisonLineProps {
  comparison: ComparisonSummary;
  query: string;
  onDelete: () => void;
}

/** One comparison: its title, prompt, size and results. */
export function ComparisonLine({ comparison, query, onDelete }: ComparisonLineProps) {
  const { id, promptPreview, differs, models, counts } = comparison;
  const size = (
    <>
      <Badge>{comparison.kind === 'sweep' ? 'Sweep' : 'Columns'}</Badge>
      <span className="truncate">{sizeOf(comparison)}</span>
    </>
  );
  return (
    <SavedLine
      noun="comparison"
      href={compareHref(id)}
      item={comparison}
      text={promptPreview}
      query={query}
      detail={differs}
      className="wide:grid-cols-[minmax(0,1fr)_280px_200px_104px]"
      onDelete={onDelete}
    >
      <span className="hidden min-w-0 self-center wide:block">
        <span className="flex items-center gap-1.5 text-xs/5 text-ink-2">{size}</span>
        <span className="block truncate font-mono text-xs/5 text-ink-3" title={models.join(', ')}>
          {models.join(', ')}
        </span>
      </span>
      <span className="col-start-1 row-start-2 flex flex-wrap items-center gap-x-3 self-center text-xs/5 text-ink-2 wide:col-start-auto wide:row-start-auto">
        {/* A wide window has a column for it. */}
        <span className="inline-flex min-w-0 max-w-full items-center gap-1.5 wide:hidden">{size}</span>
        {runStatusSchema.options.map((status) => {
          const count = counts[status] ?? 0;
          if (count === 0) return null;
          const { label, tone } = STATUS_LABELS[status];
          return (
            <span key={status} className="inline-flex items-center gap-1.5 whitespace-nowrap">
              <StatusDot tone={tone} />
              {count} {label.toLowerCase()}
            </span>
          );
        })}
        {Object.keys(counts).length === 0 && <span className="text-ink-3">Not run</span>}
      </span>
    </SavedLine>
  );
}

function sizeOf({ kind, cellCount, varies }: ComparisonSummary): string {
  if (kind === 'columns') return counted(cellCount, 'column');
  const names = varies.map((name) =>
    name === 'variants'
      ? 'Settings'
      : name in PARAMETERS
        ? PARAMETERS[name as keyof typeof PARAMETERS].label
        : capitalized(name),
  );
  return [...(names.length > 0 ? [names.join(' × ')] : []), counted(cellCount, 'run')].join(', ');
}
