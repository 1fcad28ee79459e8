import type { Comparison } from '@/lib/compare/model/comparisons';
import { tabChannel } from '@/lib/platform/client/tab-channel';

export type ComparisonNews =
  | { readonly type: 'changed'; readonly comparison: Comparison }
  | { readonly type: 'deleted'; readonly id: string };

/** Says in all tabs of this browser how a comparison is now, so that none goes on with an older plan. */
export const { announce: announceComparison, listen: onComparisonNews } =
  tabChannel<ComparisonNews>('playground.comparisons');
