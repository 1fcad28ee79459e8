/**
 * When a run was made, read from its id: a UUIDv7, which begins with the milliseconds since 1970 (also for
 * imported runs). Null for any other id.
 */
export function momentOfRun(id: string): Date | null {
  const digits = /^([0-9a-f]{8})-([0-9a-f]{4})-7/.exec(id);
  return digits ? new Date(Number.parseInt(`${digits[1]}${digits[2]}`, 16)) : null;
}

const TIME = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** 07:33; with the day when it is not today. */
export function momentLabel(moment: Date): string {
  const time = TIME.format(moment);
  return moment.toDateString() === new Date().toDateString() ? time : `${DAY.format(moment)} ${time}`;
}
