'use client';

import { ProgressAnnouncer } from '../../header/progress-announcer';
import { useCompareActions, useCompareShortcuts } from '../../header/use-compare-actions';

/** Announces progress, and handles the page's shortcuts. */
export function CompareAnnouncer() {
  useCompareShortcuts(useCompareActions());
  return <ProgressAnnouncer totalLabel={columnsLabel} />;
}

function columnsLabel(count: number): string {
  return count === 1 ? 'one column' : `${count} columns`;
}
