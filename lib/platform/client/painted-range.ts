import { sweepDraftHref } from '@/lib/compare/client/comparison-url';
import { paintedRange } from '@/lib/compare/client/sweep-edits';
import type { ParameterName } from '@/lib/protocol/request/parameters';

/** A painted stretch with the address of the sweep over it; null where the stretch has no room for two values. */
export function paintedSweep(name: ParameterName, from: number, to: number) {
  const range = paintedRange(name, from, to);
  return range && { ...range, href: sweepDraftHref(range.parameter, range.values) };
}
