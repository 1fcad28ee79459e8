import { UUID } from 'uuidv7';
import { expect, it } from 'vitest';
import { momentOfRun } from './run-moment';

it('reads the moment in the id of a run', () => {
  const made = new Date('2026-11-30T07:33:12.345Z');
  expect(momentOfRun(UUID.fromFieldsV7(made.getTime(), 1, 2, 3).toString())).toEqual(made);
  expect(momentOfRun('practice')).toBeNull();
  expect(momentOfRun(crypto.randomUUID())).toBeNull();
});
