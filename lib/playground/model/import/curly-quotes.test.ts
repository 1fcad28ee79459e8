import { describe, expect, it } from 'vitest';
import { findCurlyQuote } from './curly-quotes';
import { importRequest } from './import-request';

describe('curly quotes', () => {
  it.each([
    ['JSON', '{“model”: “m”, “prompt”: “Say it’s a "test"”, “max_tokens”: 7}'],
    ['JSON with opening quotes only', '{“model“: “m“, “prompt“: “Say it’s a "test"“, “max_tokens“: 7}'],
    ['JSON with low quotes', '{„model“: „m“, „prompt“: „Say it’s a "test"“, „max_tokens“: 7}'],
    ['JSON with some', '{"model": “m”, "prompt": “Say it’s a \\"test\\"”, ”max_tokens”: 7}'],
    ['Python', 'client.completions.create(model=“m”, prompt=“Say it’s a "test"”, max_tokens=7)'],
    ['TypeScript', 'client.completions.create({ model: ‘m’, prompt: “Say it’s a "test"”, max_tokens: 7 })'],
    [
      'curl',
      `curl http://localhost/v1/completions -d '{“model”: “m”, “prompt”: “Say it’s a \\"test\\"”, “max_tokens”: 7}'`,
    ],
  ])('are read as straight ones in %s', (_, text) => {
    const result = importRequest(text);
    expect(result).toMatchObject({
      ok: true,
      problems: [],
      request: { model: 'm', prompt: 'Say it’s a "test"', max_tokens: 7 },
    });
  });

  it('stay as they are within strings', () => {
    const prompt = 'He said “hi”, ‘you’ and „sie“.';
    for (const text of [
      JSON.stringify({ prompt }),
      `c.completions.create(prompt="${prompt}")  # don't “touch”`,
    ]) {
      expect(importRequest(text)).toMatchObject({ ok: true, request: { prompt } });
    }
    expect(findCurlyQuote(JSON.stringify({ prompt }))).toBeNull();
  });

  it.each([
    ['{\n  “prompt”: “he said “hi” to me”\n}', '“', 2, 3],
    ['{"model": "m",\r\n "prompt": “x}', '“', 2, 12],
    ['{ ‘prompt‘ „ }', '‘', 1, 3],
    ['{"🎉": ”}', '”', 1, 7],
  ])('that cannot be read are named, with their place: %j', (text, sign, line, column) => {
    expect(importRequest(text)).toEqual({
      ok: false,
      message: `Curly quote ${sign} at line ${line}, column ${column}. Replace it with a straight one: ${
        sign === '‘' ? "'" : '"'
      }`,
    });
  });
});
