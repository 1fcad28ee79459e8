import type { Comparison } from '@/lib/compare/model/comparisons';
import { tabChannel } from '@/lib/platform/client/tab-channel';

export type ComparisonNews =
  | { readonly type: 'changed'; readonly comparison: Comparison }
  | { readonly type: 'deleted'; readonly id: string };

/**
 * Announces a comparison's new state to all tabs of this browser, so that none continues with an older plan.
 */
export const { announce: announceComparison, listen: onComparisonNews } =
  tabChannel<ComparisonNews>('playground.comparisons');
