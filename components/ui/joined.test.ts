import { expect, test } from 'vitest';
import { joined } from './joined';

test.each<[(string | false | null | undefined)[], string]>([
  [['12 tokens', '×3'], '12 tokens · ×3'],
  [[false, '×3'], '×3'],
  [['12 tokens', false], '12 tokens'],
  [['', null, undefined, false], ''],
  [['a', '', 'b', null, 'c'], 'a · b · c'],
])('%j is written as “%s”', (parts, text) => {
  expect(joined(...parts)).toBe(text);
});
