'use client';

import { HistoryScreen } from '@/components/history/browse/history-screen';
import { compareRunsHref } from '@/lib/compare/client/comparison-url';
import { MAX_COLUMNS } from '@/lib/compare/model/plan';

function compareHref(runIds: readonly string[]): string | null {
  return runIds.length <= MAX_COLUMNS ? compareRunsHref(runIds) : null;
}

/** The history, with the link to Compare. */
export function History() {
  return <HistoryScreen compareHref={compareHref} />;
}
