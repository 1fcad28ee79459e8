import { describe, expect, it } from 'vitest';
import { decodeText, MAX_FILE_BYTES, readTextFile } from './text-file';

const bytes = (...values: number[]) => new Uint8Array(values);
const utf8 = (text: string) => new TextEncoder().encode(text);

describe('a file’s text', () => {
  it.each([
    ['UTF-8', utf8('héllo\r\n'), 'héllo\r\n'],
    ['UTF-8 with a mark', utf8('\ufeffa'), 'a'],
    ['UTF-16, little end first', bytes(0xff, 0xfe, 0x61, 0, 0xe9, 0), 'aé'],
    ['UTF-16, big end first', bytes(0xfe, 0xff, 0, 0x61, 0, 0xe9), 'aé'],
  ])('is read from %s', (_, content, text) => {
    expect(decodeText(content, 'a.txt')).toEqual({ ok: true, text });
  });

  it.each([
    ['Windows-1252', bytes(0x68, 0xe9, 0x6c), /a\.txt isn't UTF-8 text/],
    ['UTF-8 that is cut', bytes(0x61, 0xe2, 0x82), /isn't UTF-8 text/],
    ['half a pair of UTF-16', bytes(0xff, 0xfe, 0, 0xd8), /isn't UTF-8 text/],
    ['a picture', bytes(0x89, 0x50, 0x4e, 0x47), /isn't UTF-8 text/],
    ['UTF-16 without a mark', bytes(0x61, 0, 0x62, 0), "a.txt isn't a text file."],
    ['nothing', bytes(), 'a.txt is empty.'],
  ])('is not guessed from %s', (_, content, message) => {
    expect(decodeText(content, 'a.txt')).toEqual({ ok: false, message: expect.stringMatching(message) });
  });

  it('is not read from a file that is too large', async () => {
    const file = new File([new Uint8Array(MAX_FILE_BYTES + 1)], 'big.md');
    expect(await readTextFile(file)).toEqual({ ok: false, message: 'big.md is larger than 8 MB.' });
    expect(await readTextFile(new File(['a'], 'b.md'))).toEqual({ ok: true, text: 'a' });
  });
});
