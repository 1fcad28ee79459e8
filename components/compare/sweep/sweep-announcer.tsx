'use client';

import { ProgressAnnouncer } from '../header/progress-announcer';
import { useCompareShortcuts } from '../header/use-compare-actions';
import { useSweepActions } from './use-sweep-actions';

/** Announces progress, and handles the page's shortcuts. */
export function SweepAnnouncer() {
  useCompareShortcuts(useSweepActions());
  return <ProgressAnnouncer totalLabel={cellsLabel} />;
}

function cellsLabel(count: number): string {
  return `${count} ${count === 1 ? 'cell' : 'cells'}`;
}
