import { dayText } from '@/lib/platform/numbers/day-text';

/** Says that a search may miss runs while an older history is indexed again. */
export function StillIndexing({ from }: { from: string }) {
  return (
    <p role="status" className="px-4 pb-2 text-xs text-ink-2">
      Runs before {dayText(from)} are still being indexed, so search may miss some of them.
    </p>
  );
}
