'use client';

import { Ellipsis, ListChecks, StickyNote } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { LazyMenu } from '@/components/ui/lazy-menu';
import { usePlan } from '@/lib/compare/client/compare-context';
import { useActions } from '@/lib/platform/client/actions';
import { useCompareView } from '../view-state';

const load = async () => (await import('./compare-items')).CompareItems;

/** More actions on the whole comparison. */
export function CompareMenu() {
  const note = usePlan((view) => view.note);
  const checked = usePlan(({ plan }) => plan.checks !== undefined);
  const { change } = useCompareView();
  const openNote = () => change({ layer: 'note' });
  const openChecks = () => change({ layer: 'checks' });
  const also = 'tests assertions pass fail';
  useActions(() => [
    { id: 'compare-note', label: 'Note…', run: openNote },
    { id: 'compare-checks', label: 'Checks…', also, run: openChecks },
    { id: 'judge', label: 'Blind vote…', also: 'judge', run: () => change({ layer: 'judge' }) },
  ]);
  return (
    <>
      <LazyMenu
        load={load}
        menuProps={{}}
        button={(more) => (
          <IconButton {...more} label="More for this comparison" word="More" icon={Ellipsis} />
        )}
      />
      {checked && (
        <IconButton label="Checks" onClick={openChecks} className="pointer-coarse:hidden" icon={ListChecks} />
      )}
      {note !== null && (
        <IconButton label="Note" onClick={openNote} className="pointer-coarse:hidden" icon={StickyNote} />
      )}
    </>
  );
}
