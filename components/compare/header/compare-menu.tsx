'use client';

import { Ellipsis, ListChecks, StickyNote } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { lazy, Suspense, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { LazyMenu } from '@/components/ui/lazy-menu';
import { usePlan } from '@/lib/compare/client/compare-context';
import { newComparisonHref } from '@/lib/compare/client/comparison-url';
import { useActions } from '@/lib/platform/client/actions';

const load = async () => (await import('./compare-items')).CompareItems;
const NoteDialog = lazy(async () => ({ default: (await import('./note-dialog')).NoteDialog }));

const ChecksDialog = lazy(async () => ({ default: (await import('../checks/checks-dialog')).ChecksDialog }));
const JudgeDialog = lazy(async () => ({ default: (await import('../judging/judge-dialog')).JudgeDialog }));

/** More actions on the whole comparison. `chosen`: the outputs that the user picked. */
export function CompareMenu({ chosen = null }: { chosen?: readonly string[] | null }) {
  const note = usePlan((view) => view.note);
  const checked = usePlan(({ plan }) => plan.checks !== undefined);
  const [layer, setLayer] = useState<'note' | 'checks' | 'judge' | null>(null);
  const close = () => setLayer(null);
  const router = useRouter();
  useActions(() => [
    { id: 'compare-note', label: 'Note…', run: () => setLayer('note') },
    {
      id: 'compare-checks',
      label: 'Checks…',
      also: 'tests assertions pass fail',
      run: () => setLayer('checks'),
    },
    { id: 'judge', label: 'Blind vote…', also: 'judge', run: () => setLayer('judge') },
    { id: 'new-comparison', label: 'New comparison', run: () => router.push(newComparisonHref()) },
  ]);
  return (
    <>
      <LazyMenu
        load={load}
        menuProps={{
          onNote: () => setLayer('note'),
          onChecks: () => setLayer('checks'),
          onJudge: () => setLayer('judge'),
        }}
        button={(more) => (
          <IconButton {...more} label="More for this comparison" word="More">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        )}
      />
      {checked && (
        <IconButton label="Checks" onClick={() => setLayer('checks')} className="pointer-coarse:hidden">
          <ListChecks aria-hidden="true" />
        </IconButton>
      )}
      {note !== null && (
        <IconButton label="Note" onClick={() => setLayer('note')} className="pointer-coarse:hidden">
          <StickyNote aria-hidden="true" />
        </IconButton>
      )}
      <Suspense fallback={null}>
        {layer === 'note' && <NoteDialog onClose={close} />}
        {layer === 'checks' && <ChecksDialog onClose={close} />}
        {layer === 'judge' && <JudgeDialog chosen={chosen} onClose={close} />}
      </Suspense>
    </>
  );
}
