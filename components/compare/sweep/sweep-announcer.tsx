'use client';

import { ProgressAnnouncer } from '../header/progress-announcer';
import { useCompareShortcuts } from '../header/use-compare-actions';
import { useSweepActions } from './use-sweep-actions';

/** Says what goes on, and hears the shortcuts of the page. */
export function SweepAnnouncer() {
  useCompareShortcuts(useSweepActions());
  return <ProgressAnnouncer inWords={cellsLabel} />;
}

function cellsLabel(count: number): string {
  return `${count} ${count === 1 ? 'cell' : 'cells'}`;
}
