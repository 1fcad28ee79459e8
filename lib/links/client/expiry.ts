import { dayText } from '@/lib/platform/numbers/day-text';

/** How long a link stays open. */
export const EXPIRIES = ['day', 'week', 'month', 'date', 'never'] as const;

export interface Expiry {
  readonly kind: (typeof EXPIRIES)[number];
  /** `YYYY-MM-DD`, for `date`: the link is open until the end of that day in its owner's time zone. */
  readonly date: string;
}

export const EXPIRY_LABELS: Readonly<Record<Expiry['kind'], string>> = {
  day: 'In 1 day',
  week: 'In 1 week',
  month: 'In 30 days',
  date: 'On a date',
  never: 'Never',
};

/** The same with the day that it comes to, which is how a link says it later: `In 30 days · 30 Dec 2026`. */
export function expiryLabel(kind: Expiry['kind'], now: Date): string {
  const end = kind === 'date' ? null : expiresAt({ kind, date: '' }, now);
  return [EXPIRY_LABELS[kind], end?.ok && end.expiresAt && dayText(end.expiresAt)]
    .filter(Boolean)
    .join(' · ');
}

const DAYS = { day: 1, week: 7, month: 30 } as const;

/** What new links may do by default. */
export const USUAL_EXPIRIES = ['day', 'week', 'month', 'never'] as const;

/** @param days how many days a new link stays open; null: until it is revoked */
export function usualExpiry(days: number | null): Expiry {
  const kind = USUAL_EXPIRIES.find((one) => daysOfExpiry(one) === days);
  return { kind: kind ?? 'month', date: '' };
}

export function daysOfExpiry(kind: (typeof USUAL_EXPIRIES)[number]): (typeof DAYS)[keyof typeof DAYS] | null {
  return kind === 'never' ? null : DAYS[kind];
}
const DAY_MS = 24 * 60 * 60_000;

export type ExpiryResult = { ok: true; expiresAt: string | null } | { ok: false; message: string };

/** In the form that the API takes, counted from now. */
export function expiresAt({ kind, date }: Expiry, now: Date): ExpiryResult {
  if (kind === 'never') return { ok: true, expiresAt: null };
  if (kind !== 'date') {
    return { ok: true, expiresAt: new Date(now.getTime() + DAYS[kind] * DAY_MS).toISOString() };
  }
  const [year, month, day] = date.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined || Number.isNaN(day)) {
    return { ok: false, message: 'Choose a date.' };
  }
  const end = new Date(year, month - 1, day + 1);
  if (Number.isNaN(end.getTime()) || year > 9998) return { ok: false, message: 'Choose a date.' };
  if (end <= now) return { ok: false, message: 'Pick a date in the future.' };
  return { ok: true, expiresAt: end.toISOString() };
}

/** `YYYY-MM-DD` of a moment in the local time zone. */
export function dateText(moment: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
