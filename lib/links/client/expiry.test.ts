import { expect, it } from 'vitest';
import {
  dateText,
  daysOfExpiry,
  EXPIRIES,
  expiresAt,
  expiryLabel,
  USUAL_EXPIRIES,
  usualExpiry,
} from './expiry';

// Tests run in the zone of the Chatham Islands, thirteen hours and three quarters ahead.
const NOW = new Date('2026-11-25T12:00:00.000Z');

it.each([
  ['day', '', '2026-11-26T12:00:00.000Z'],
  ['week', '', '2026-12-02T12:00:00.000Z'],
  ['month', '', '2026-12-25T12:00:00.000Z'],
  ['never', '2026-12-01', null],
  ['date', '2026-12-01', '2026-12-01T10:15:00.000Z'],
  // It is the 26th there already, and that day is not over.
  ['date', '2026-11-26', '2026-11-26T10:15:00.000Z'],
] as const)('a link that expires %s %s', (kind, date, at) => {
  expect(expiresAt({ kind, date }, NOW)).toEqual({ ok: true, expiresAt: at });
});

it.each(['', '2026', '2026-11', 'x-y-z', '2026-11-25', '1999-01-01', '99999-01-01'])(
  'no link expires on %j',
  (date) => {
    expect(expiresAt({ kind: 'date', date }, NOW)).toMatchObject({ ok: false });
  },
);

it('a choice says the day that it comes to', () => {
  expect(EXPIRIES.map((kind) => expiryLabel(kind, NOW))).toEqual([
    'In 1 day · 27 Nov 2026',
    'In 1 week · 3 Dec 2026',
    'In 30 days · 26 Dec 2026',
    'On a date',
    'Never',
  ]);
});

it('a day is written as a date field wants it', () => {
  expect(dateText(NOW)).toBe('2026-11-26');
  expect(dateText(new Date(2027, 0, 2))).toBe('2027-01-02');
});

it('a new link ends when its owner’s links usually do', () => {
  expect([30, 7, 1, null].map((days) => usualExpiry(days).kind)).toEqual(['month', 'week', 'day', 'never']);
  for (const kind of USUAL_EXPIRIES) expect(usualExpiry(daysOfExpiry(kind)).kind).toBe(kind);
  // What another version may have stored.
  expect(usualExpiry(14).kind).toBe('month');
});
