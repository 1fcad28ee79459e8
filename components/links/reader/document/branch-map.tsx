import { Star } from 'lucide-react';
import { branchRows } from '@/components/documents/tree/branch-rows';
import { cx } from '@/components/ui/cx';
import { TreeRail } from '@/components/ui/tree-rail';
import { branchLabel, branchTitle } from '@/lib/documents/model/branch-label';
import type { SharedDocument } from '@/lib/links/model/shared-document';
import { mapOfBranches } from '@/lib/links/model/shared-document-text';
import { HERE_ID } from './document-text';
import { ShowCurrent } from './show-current';

export interface BranchMapProps {
  shared: SharedDocument;
  /** The branch that is shown. */
  here: number;
  onBranch: ((branch: string) => void) | undefined;
}

/** All branches as links to the page with their text: without a script, too. */
export function BranchMap({ shared, here, onBranch }: BranchMapProps) {
  const list = mapOfBranches(shared, here);
  const rows = branchRows(list);
  const columns = Math.max(...rows.map(({ column }) => column)) + 1;
  return (
    <nav aria-label="Branches" className="shared-branches min-w-0 print:hidden">
      <h2 className="mb-1 text-xs text-ink-3">Branches</h2>
      <ShowCurrent className="shared-branch-list border-y py-1">
        <ol>
          {rows.map(({ member, column, from, passing, hasChildren, path, level }) => {
            const isHere = member.id === String(here);
            const ink = member.onPath ? 'var(--accent)' : 'var(--line-strong)';
            return (
              <li key={member.id}>
                <a
                  href={`?branch=${member.id}#${HERE_ID}`}
                  aria-current={isHere ? 'true' : undefined}
                  aria-label={`${branchLabel(member)}, level ${level}`}
                  {...(onBranch && {
                    onClick: (event: React.MouseEvent) => {
                      event.preventDefault();
                      onBranch(member.id);
                    },
                  })}
                  className={cx(
                    'flex h-7 items-center gap-2 rounded-sm pr-2 text-xs -outline-offset-2 pointer-coarse:h-10',
                    isHere ? 'bg-accent-soft text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
                  )}
                >
                  <TreeRail
                    column={column}
                    from={from}
                    passing={passing}
                    hasChildren={hasChildren}
                    columns={columns}
                    current={isHere}
                    path={path}
                  >
                    <circle
                      r="3.5"
                      fill={member.generated ? ink : 'var(--bg)'}
                      stroke={ink}
                      strokeWidth="1.5"
                    />
                  </TreeRail>
                  {member.starred && (
                    <Star aria-hidden="true" className="size-3 shrink-0 fill-current text-accent" />
                  )}
                  <span
                    data-shared-text={member.name === null ? undefined : ''}
                    className={cx('min-w-0 truncate', member.name === null ? 'font-mono' : 'font-medium')}
                  >
                    {branchTitle(member)}
                  </span>
                </a>
              </li>
            );
          })}
        </ol>
      </ShowCurrent>
    </nav>
  );
}
