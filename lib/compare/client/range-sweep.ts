import type { ParameterName } from '@/lib/protocol/request/parameters';
import { sweepDraftHref } from './comparison-url';
import { selectedRange } from './sweep-edits';

/** A selected range with the address of the sweep over it; null when the range cannot hold two values. */
export function rangeSweep(name: ParameterName, from: number, to: number) {
  const range = selectedRange(name, from, to);
  return range && { ...range, href: sweepDraftHref(range.parameter, range.values) };
}
