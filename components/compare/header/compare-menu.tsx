'use client';

import { Ellipsis, StickyNote } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { LazyMenu } from '@/components/shell/lazy-menu';
import { IconButton } from '@/components/ui/icon-button';
import { usePlan } from '@/lib/compare/client/room-context';
import { CompareMenuContext } from './compare-menu-context';

const loadLayer = async () => (await import('./compare-menu-layer')).CompareMenuLayer;
const NoteDialog = lazy(async () => ({ default: (await import('./note-dialog')).NoteDialog }));

/** What else can be done with the comparison as a whole. */
export function CompareMenu() {
  const note = usePlan((view) => view.note);
  const [noting, setNoting] = useState(false);
  return (
    <CompareMenuContext value={{ onNote: () => setNoting(true) }}>
      <LazyMenu
        load={loadLayer}
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
    </CompareMenuContext>
  );
}
