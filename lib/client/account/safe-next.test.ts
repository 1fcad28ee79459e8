import { expect, it } from 'vitest';
import { safeNext } from './safe-next';

it.each([
  ['/settings/connections?edit=1#a', '/settings/connections?edit=1#a'],
  ['/', '/'],
  [null, '/'],
  ['', '/'],
  ['https://evil.example', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['javascript:alert(1)', '/'],
])('%j leads to %j', (next, path) => {
  expect(safeNext(next)).toBe(path);
});
