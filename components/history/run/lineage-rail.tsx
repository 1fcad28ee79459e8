import { STATUS_SIGNS } from '@/components/ui/status-dot';
import { TreeRail } from '@/components/ui/tree-rail';
import { isVariant } from '@/lib/history/client/lineage-kinds';
import type { LineageRow } from '@/lib/history/client/lineage-layout';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';

const INKS = {
  neutral: 'var(--line-strong)',
  accent: 'var(--accent)',
  good: 'var(--good)',
  warn: 'var(--warn)',
  bad: 'var(--bad)',
} as const;

/** The lines of one row of a lineage, and the dot of its run. */
export function LineageRail({
  row,
  columns,
  current,
}: {
  row: LineageRow;
  columns: number;
  current: boolean;
}) {
  const { member, ...place } = row;
  const tone = member.run ? STATUS_LABELS[member.run.status].tone : null;
  return (
    <TreeRail {...place} columns={columns} current={current} isAgain={isVariant(member)}>
      {tone ? (
        // By shape as well as by colour, as everywhere.
        <g transform="translate(-4.5 -4.5) scale(0.9)" color={INKS[tone]} stroke="none">
          {STATUS_SIGNS[tone]}
        </g>
      ) : (
        <circle r="3.5" fill="var(--bg)" stroke="var(--line-strong)" strokeWidth="1.25" />
      )}
    </TreeRail>
  );
}
