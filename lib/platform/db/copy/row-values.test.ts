import { expect, it } from 'vitest';
import { POSTGRES_VALUES, SQLITE_VALUES } from './row-values';

it.each([
  [SQLITE_VALUES, 'text', 1n, "a value isn't text"],
  [SQLITE_VALUES, 'bigint', 'x', "a value isn't a bigint"],
  [SQLITE_VALUES, 'integer', 2n ** 60n, "a value isn't an integer"],
  [SQLITE_VALUES, 'json', new ArrayBuffer(1), "a value isn't JSON"],
  [POSTGRES_VALUES, 'float', 'NaN', "a value isn't a float"],
  [POSTGRES_VALUES, 'date', 'yesterday', "a value isn't a date"],
] as const)('a value of another kind is refused', (values, kind, raw, message) => {
  expect(() => values.fromDatabase(kind, raw)).toThrow(message);
});
