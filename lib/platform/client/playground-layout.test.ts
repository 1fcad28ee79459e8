import { expect, test } from 'vitest';
import { DEFAULT_LAYOUT, readLayout, writeLayout } from './playground-layout';

test('comes back from its cookie', () => {
  const layout = { ...DEFAULT_LAYOUT, historyOpen: false, parametersWidth: 400, editorShare: 0.6 };
  expect(readLayout(writeLayout(layout))).toEqual(layout);
});

test.each([undefined, '', 'nonsense', '1_9999_1_-4_NaN', '_____'])('%j is as for a first visit', (cookie) => {
  expect(readLayout(cookie)).toEqual(DEFAULT_LAYOUT);
});
