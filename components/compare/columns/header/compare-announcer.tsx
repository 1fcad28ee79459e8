'use client';

import { ProgressAnnouncer } from '../../header/progress-announcer';
import { useCompareActions, useCompareShortcuts } from '../../header/use-compare-actions';

/** Says what goes on, and hears the shortcuts of the page. */
export function CompareAnnouncer() {
  useCompareShortcuts(useCompareActions());
  return <ProgressAnnouncer inWords={columnsLabel} />;
}

function columnsLabel(count: number): string {
  return count === 1 ? 'one column' : `${count} columns`;
}
