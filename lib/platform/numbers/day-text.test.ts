import { expect, it } from 'vitest';
import { dayText } from './day-text';

// Tests run in the zone of the Chatham Islands, thirteen hours and three quarters ahead.
const NOON = '2026-11-30T12:00:00.000Z';

it('a day, with its time or without, in the reader’s zone or in everybody’s', () => {
  expect(dayText(NOON)).toBe('1 Dec 2026');
  expect(dayText(new Date(NOON), { withTime: true })).toBe('1 Dec 2026, 01:45');
  expect(dayText(NOON, { timeZone: 'UTC' })).toBe('30 Nov 2026');
  expect(dayText('2026-11-30T00:05:00.000Z', { timeZone: 'UTC', withTime: true })).toBe('30 Nov 2026, 00:05');
});
