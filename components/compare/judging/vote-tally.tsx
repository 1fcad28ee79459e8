'use client';

import { Undo2 } from 'lucide-react';
import { toastError } from '@/components/runs/toast-error';
import { cx } from '@/components/ui/cx';
import { DataTable } from '@/components/ui/data-table';
import { IconButton } from '@/components/ui/icon-button';
import { usePlan } from '@/lib/compare/client/compare-context';
import { useVotes } from '@/lib/compare/client/votes';
import { gridOf } from '@/lib/compare/model/cell-grid';
import { tallyOf } from '@/lib/compare/model/judging';
import { cellName } from '@/lib/compare/model/plan-labels';
import { intervalLabel } from '@/lib/compare/model/wilson';
import { named } from '@/lib/history/model/run-label';
import { dayText } from '@/lib/platform/numbers/day-text';

/** How often each won, and each vote with its note. */
export function VoteTally({ className }: { className?: string }) {
  const { votes, takeBack } = useVotes();
  const plan = usePlan((view) => view.plan);
  const name = (cell: string | null, of?: 'settings') =>
    cell === null ? 'No difference' : cellName(plan, cell, of);
  const tally = tallyOf(gridOf(plan), votes);
  const won = tally.filter((row) => row.won > 0);
  const never = tally.length - won.length;
  if (votes.length === 0) return null;
  return (
    <section aria-label="Votes" className={cx('flex flex-col gap-3', className)}>
      <DataTable
        label="Wins"
        caption={votes.length === 1 ? 'One vote' : `${votes.length} votes`}
        heads={['Output', 'Won', '95% interval', 'Share']}
        rows={won.map(({ cell, won: count, of, interval }) => [
          // Cells of one differ only by their input or repeat.
          name(cell, 'settings'),
          `${count} of ${of}`,
          interval && intervalLabel(interval),
          <Share key="share" of={count / of} />,
        ])}
      />
      {votes.length > 1 && (
        <p className="-mt-2 text-xs text-ink-3">
          The range is a 95% confidence interval for the share of wins. Votes without a winner aren't counted.
        </p>
      )}
      {never > 0 && (
        <p className="-mt-2 text-xs text-ink-3">
          {never} {never === 1 ? 'output was' : 'outputs were'} shown but never picked.
        </p>
      )}
      <ul aria-label="Each vote" className="flex flex-col text-xs">
        {votes.toReversed().map((vote) => (
          <li key={vote.id} className="flex items-start gap-2 border-t py-1">
            <div className="min-w-0 flex-1 py-0.5">
              <span className="text-ink">{name(vote.cell)}</span>
              <span className="text-ink-3">
                {' '}
                · {vote.shown.length} shown · {dayText(vote.createdAt, { withTime: true })}
              </span>
              {vote.note && <p className="wrap-anywhere whitespace-pre-wrap text-ink-2">{vote.note}</p>}
            </div>
            <IconButton
              size="sm"
              label={`Undo vote for ${named(name(vote.cell), vote.createdAt)}`}
              tooltip="Undo vote"
              word="Undo"
              onClick={() => void takeBack(vote.id).catch(toastError)}
              icon={Undo2}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Share({ of }: { of: number }) {
  const share = `${Math.round(of * 100)}%`;
  return (
    <>
      <span className="sr-only">{share}</span>
      <span aria-hidden="true" className="bar mt-1 block h-1.5 w-24 rounded-[1px] bg-hover">
        <span className="block h-full rounded-[1px] bg-accent" style={{ width: share }} />
      </span>
    </>
  );
}
