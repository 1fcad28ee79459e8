/** As in the history: `30 Nov 2026`, and `30 Nov 2026, 16:03`. */
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const WITH_TIME = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  hourCycle: 'h23',
});

/** A date in the reader's time zone, which the server does not know. */
export function Moment({ iso, withTime = false }: { iso: string; withTime?: boolean }) {
  return <time dateTime={iso}>{(withTime ? WITH_TIME : DAY).format(new Date(iso))}</time>;
}
