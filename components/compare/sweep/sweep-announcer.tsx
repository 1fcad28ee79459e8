'use client';

import { ProgressAnnouncer } from '../header/progress-announcer';
import { useCompareShortcuts } from '../header/use-compare-verbs';
import { useSweepVerbs } from './use-sweep-verbs';

/** Says what goes on, and hears the shortcuts of the page. */
export function SweepAnnouncer() {
  useCompareShortcuts(useSweepVerbs());
  return <ProgressAnnouncer inWords={cellsInWords} />;
}

function cellsInWords(count: number): string {
  return `${count} ${count === 1 ? 'cell' : 'cells'}`;
}
