/** The one form of dates on the screen: `30 Nov 2026`, and `30 Nov 2026, 16:03`. */
const DAY: Intl.DateTimeFormatOptions = { dateStyle: 'medium' };
const DAY_AND_TIME: Intl.DateTimeFormatOptions = { ...DAY, timeStyle: 'short', hourCycle: 'h23' };

const made = new Map<string, Intl.DateTimeFormat>();

export interface DayTextOptions {
  readonly withTime?: boolean;
  /** Default: the reader's, which a server does not know. */
  readonly timeZone?: 'UTC';
}

export function dayText(moment: Date | string, { withTime = false, timeZone }: DayTextOptions = {}): string {
  const key = `${withTime} ${timeZone}`;
  const format =
    made.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...(withTime ? DAY_AND_TIME : DAY), timeZone });
  made.set(key, format);
  return format.format(new Date(moment));
}
