'use client';

import { Ellipsis, StickyNote } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { LazyMenu } from '@/components/ui/lazy-menu';
import { usePlan } from '@/lib/compare/client/compare-context';

const load = async () => (await import('./compare-items')).CompareItems;
const NoteDialog = lazy(async () => ({ default: (await import('./note-dialog')).NoteDialog }));

/** More actions on the whole comparison. */
export function CompareMenu() {
  const note = usePlan((view) => view.note);
  const [noting, setNoting] = useState(false);
  return (
    <>
      <LazyMenu
        load={load}
        menuProps={{ onNote: () => setNoting(true) }}
        button={(more) => (
          <IconButton {...more} label="More for this comparison">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        )}
      />
      {note !== null && (
        <IconButton label="Note" onClick={() => setNoting(true)}>
          <StickyNote aria-hidden="true" />
        </IconButton>
      )}
      {noting && (
        <Suspense fallback={null}>
          <NoteDialog onClose={() => setNoting(false)} />
        </Suspense>
      )}
    </>
  );
}
