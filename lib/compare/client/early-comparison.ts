import { askEarly } from '@/lib/platform/client/http/send';
import { readCompareAddress } from './comparison-url';

/** Asks for the comparison that the page will show, as soon as its first code is there. Once, where the page is opened at it. */
export function askForComparison(): void {
  if (typeof window === 'undefined' || location.pathname !== '/compare') return;
  const { id } = readCompareAddress(location.search);
  if (id !== null) askEarly(`/api/comparisons/${encodeURIComponent(id)}`);
}
