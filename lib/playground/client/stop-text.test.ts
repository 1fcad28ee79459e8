import { expect, test } from 'vitest';
import { readStopText, writeStopText } from './stop-text';

test.each([
  ['\\n\\n', '\n\n'],
  ['a\\tb', 'a\tb'],
  ['\\\\n', '\\n'],
  ['\\x', '\\x'],
  ['END', 'END'],
])('%s is read as the text it stands for', (typed, text) => {
  expect(readStopText(typed)).toBe(text);
});

test.each(['\n', '\\n', 'a\r\n\tb\\\\', '\\', '🦊'])('%j is written so that it reads the same', (text) => {
  expect(readStopText(writeStopText(text))).toBe(text);
});
