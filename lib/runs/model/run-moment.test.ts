import { UUID } from 'uuidv7';
import { expect, it } from 'vitest';
import { momentLabel, momentOfRun } from './run-moment';

it('reads the moment in the id of a run', () => {
  const made = new Date('2026-11-30T07:33:12.345Z');
  expect(momentOfRun(UUID.fromFieldsV7(made.getTime(), 1, 2, 3).toString())).toEqual(made);
  expect(momentOfRun('practice')).toBeNull();
  expect(momentOfRun(crypto.randomUUID())).toBeNull();
});

it('names a moment by its time, with the day when it is not today', () => {
  const now = new Date();
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate(), 7, 33);
  expect(momentLabel(today)).toBe('07:33');
  expect(momentLabel(new Date(2020, 0, 2, 23, 5))).toBe('2 Jan 23:05');
});
