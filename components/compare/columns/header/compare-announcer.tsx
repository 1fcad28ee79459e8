'use client';

import { ProgressAnnouncer } from '../../header/progress-announcer';
import { useCompareShortcuts, useCompareVerbs } from '../../header/use-compare-verbs';

/** Says what goes on, and hears the shortcuts of the page. */
export function CompareAnnouncer() {
  useCompareShortcuts(useCompareVerbs());
  return <ProgressAnnouncer inWords={columnsInWords} />;
}

function columnsInWords(count: number): string {
  return count === 1 ? 'one column' : `${count} columns`;
}
