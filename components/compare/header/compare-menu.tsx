'use client';

import { Ellipsis, StickyNote } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { LazyMenu } from '@/components/ui/lazy-menu';
import { usePlan } from '@/lib/compare/client/compare-context';

const load = async () => (await import('./compare-items')).CompareItems;
const NoteDialog = lazy(async () => ({ default: (await import('./note-dialog')).NoteDialog }));

const JudgeDialog = lazy(async () => ({ default: (await import('../judging/judge-dialog')).JudgeDialog }));

/** More actions on the whole comparison. `chosen`: the outputs that the user picked. */
export function CompareMenu({ chosen = null }: { chosen?: readonly string[] | null }) {
  const note = usePlan((view) => view.note);
  const [layer, setLayer] = useState<'note' | 'judge' | null>(null);
  const close = () => setLayer(null);
  return (
    <>
      <LazyMenu
        load={load}
        menuProps={{ onNote: () => setLayer('note'), onJudge: () => setLayer('judge') }}
        button={(more) => (
          <IconButton {...more} label="More for this comparison" word="More">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        )}
      />
      {note !== null && (
        <IconButton label="Note" onClick={() => setLayer('note')} className="pointer-coarse:hidden">
          <StickyNote aria-hidden="true" />
        </IconButton>
      )}
      <Suspense fallback={null}>
        {layer === 'note' && <NoteDialog onClose={close} />}
        {layer === 'judge' && <JudgeDialog chosen={chosen} onClose={close} />}
      </Suspense>
    </>
  );
}
