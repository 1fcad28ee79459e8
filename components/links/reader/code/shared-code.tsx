'use client';

import { sharedCellRuns } from '@/lib/links/model/shared-cell-runs';
import { useShared } from '../use-shared';
import { SharedCodeDialog } from './shared-code-dialog';

export interface SharedCodeProps {
  slug: string;
  /** The index of the column or cell in a comparison. */
  at?: number;
  onClose: () => void;
}

/** The dialog, once its data is loaded. */
export function SharedCode({ slug, at = 0, onClose }: SharedCodeProps) {
  const shared = useShared(slug, onClose);
  if (shared === null || shared.kind === 'document') return null;
  const run = shared.kind === 'comparison' ? sharedCellRuns(shared)[at]?.run : shared;
  return run && <SharedCodeDialog shared={run} onClose={onClose} />;
}
