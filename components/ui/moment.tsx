import { dayText } from '@/lib/platform/numbers/day-text';

/** A date in the reader's time zone, which the server does not know. */
export function Moment({ iso, withTime = false }: { iso: string; withTime?: boolean }) {
  return <time dateTime={iso}>{dayText(iso, { withTime })}</time>;
}
