import { describe, expect, it } from 'vitest';
import { complete } from '@/lib/practice/test-support';
import { practiceTokens } from '@/lib/practice/tokenizer';
import { composedText, editedText } from '@/lib/protocol/fixtures/random-texts';
import { integer, seededRandom } from '@/lib/protocol/fixtures/seeded-random';
import { readLogprobs } from '@/lib/protocol/response/logprobs';
import type { Token } from '@/lib/protocol/run/run-events';
import { type ComparedOutput, firstDivergence } from './divergence';

const token = (text: string, logprob: number | null = -1, top: Token['top'] = []): Token => ({
  text,
  logprob,
  top,
});
const output = (...texts: string[]): ComparedOutput => ({
  text: texts.join(''),
  tokens: texts.map((text) => token(text)),
});
const plain = (text: string): ComparedOutput => ({ text, tokens: null });

/** Asks the practice model, with probabilities. */
async function practice(body: Record<string, unknown>): Promise<ComparedOutput> {
  const { choices } = await complete({ max_tokens: 60, logprobs: 5, ...body });
  const choice = choices[0];
  if (!choice) throw new Error('No choice.');
  return { text: choice.text, tokens: readLogprobs(choice.logprobs, choice.text) };
}

const PROMPTS = ['Once upon a time there was a', 'def ', 'Dear ', 'Question: Why is the sky', '🙂 Das Meer'];

describe('on the practice model', () => {
  it('is where the engine’s own tokens differ first', async () => {
    let found = 0;
    for (const prompt of PROMPTS) {
      for (let seed = 1; seed <= 8; seed += 1) {
        const cool = await practice({ prompt, seed, temperature: 0.4 });
        const warm = await practice({ prompt, seed, temperature: 1.1 });
        const [a, b] = [cool, warm].map(({ text, tokens }) => {
          // The ids by which the engine knows them: what it sampled is what it reads back.
          const ids = practiceTokens(text);
          expect(ids.map((one) => one.text)).toEqual((tokens ?? []).map((one) => one.text));
          return ids.map(({ id }) => id);
        }) as [number[], number[]];
        const divergence = firstDivergence(cool, warm);
        const first = [...Array(Math.max(a.length, b.length)).keys()].find((at) => a[at] !== b[at]);
        if (first === undefined) {
          expect(divergence).toBeNull();
          continue;
        }
        found += 1;
        expect(divergence).toMatchObject({ kind: 'token', approximate: false });
        const sides = [[divergence?.reference, cool, a] as const, [divergence?.other, warm, b] as const];
        for (const [side, { text, tokens }, ids] of sides) {
          if (first === ids.length)
            expect(side).toMatchObject({ ended: true, start: text.length, tokenIndex: null });
          else {
            expect(side).toMatchObject({ ended: false, tokenIndex: first, text: tokens?.[first]?.text });
            expect(side?.start).toBe(
              ids.slice(0, first).reduce((sum, _, at) => sum + (tokens?.[at]?.text.length ?? 0), 0),
            );
            expect(side?.alternatives?.entries.length).toBeGreaterThanOrEqual(5);
            expect(side?.alternatives?.entries.some(({ chosen }) => chosen)).toBe(true);
          }
        }
      }
    }
    expect(found).toBeGreaterThan(25);
  });

  it('is none for the same seed', async () => {
    const request = { prompt: PROMPTS[0], seed: 3 };
    expect(firstDivergence(await practice(request), await practice(request))).toBeNull();
  });

  it('is behind an echoed prompt, or without one, alike', async () => {
    const request = { prompt: PROMPTS[0] ?? '', seed: 5 };
    const cool = await practice({ ...request, temperature: 0.3 });
    const warm = await practice({ ...request, temperature: 1.3 });
    const bare = firstDivergence(cool, warm);
    const echoed = await practice({ ...request, temperature: 1.3, echo: true });
    const mixed = firstDivergence(cool, { ...echoed, from: request.prompt.length });
    expect(mixed?.commonPrefix).toBe(bare?.commonPrefix);
    expect(mixed?.reference).toEqual(bare?.reference);
    expect(mixed?.other.text).toBe(bare?.other.text);
    expect(mixed?.other.start).toBe((bare?.other.start ?? 0) + request.prompt.length);
    expect(mixed?.other.tokenIndex).toBe(
      (bare?.other.tokenIndex ?? 0) + practiceTokens(request.prompt).length,
    );
  });
});

describe('tokens cut alike', () => {
  it('differ where the first was chosen differently, though one begins with the other', () => {
    const found = firstDivergence(output('Once', ' the', ' cat'), output('Once', ' then', ' a'));
    expect(found).toMatchObject({
      commonPrefix: 8,
      reference: { tokenIndex: 1, start: 4, end: 8, text: ' the' },
      other: { tokenIndex: 1, start: 4, end: 9, text: ' then' },
    });
  });

  it('show both lists of alternatives', () => {
    const top = [
      { text: ' a', logprob: -0.5 },
      { text: ' b', logprob: -1 },
    ];
    const found = firstDivergence(
      { text: 'x a', tokens: [token('x'), token(' a', -0.5, top)] },
      { text: 'x b', tokens: [token('x'), token(' b', -1, top)] },
    );
    expect(found?.reference.alternatives?.rank).toBe(1);
    expect(found?.other.alternatives?.rank).toBe(2);
    expect(found?.other.token?.top).toBe(top);
  });

  it('end where one text goes on and the other does not', () => {
    const found = firstDivergence(output('Once', ' upon'), output('Once', ' upon', ' a'));
    expect(found?.reference).toEqual({
      ended: true,
      tokenIndex: null,
      start: 9,
      end: 9,
      text: '',
      token: null,
      alternatives: null,
    });
    expect(found?.other).toMatchObject({ ended: false, tokenIndex: 2, start: 9, text: ' a' });
    expect(firstDivergence(output(), output('a'))).toMatchObject({
      commonPrefix: 0,
      reference: { ended: true },
    });
  });

  it('may show nothing, or be parts of a character', () => {
    const bytes = (last: string) => [
      'a',
      '',
      'bytes:\\xf0',
      'bytes:\\x9f',
      'bytes:\\xa7',
      `bytes:\\x${last}`,
      '!',
    ];
    const written = (text: string, last: string) => ({ text, tokens: bytes(last).map((one) => token(one)) });
    const found = firstDivergence(written('a🧵!', 'b5'), written('a🧶!', 'b6'));
    expect(found).toMatchObject({
      commonPrefix: 1,
      reference: { start: 1, end: 3, text: '🧵', token: { text: 'bytes:\\xb5' } },
      other: { text: '🧶', token: { text: 'bytes:\\xb6' } },
    });
    const blank = (text: string) => ({ text, tokens: [token(''), token(''), token('')] });
    expect(firstDivergence(blank('ab'), blank('ac'))).toMatchObject({ commonPrefix: 1 });
  });
});

describe('tokens cut differently', () => {
  it('do not differ where their text does not', () => {
    const found = firstDivergence(output('un', 'believ', 'able', ' x'), output('unbelievable', ' y'));
    expect(found).toMatchObject({
      commonPrefix: 13,
      reference: { tokenIndex: 3, text: ' x' },
      other: { tokenIndex: 1, text: ' y' },
    });
    expect(firstDivergence(output('a', 'b'), output('ab'))).toBeNull();
  });

  it('differ in the token that holds the first different character', () => {
    const found = firstDivergence(
      { ...output('foo', 'bar', 'baz1'), model: 'one' },
      { ...output('foob', 'arbaz2'), model: 'two' },
    );
    expect(found).toMatchObject({
      commonPrefix: 9,
      reference: { tokenIndex: 2, text: 'baz1' },
      other: { tokenIndex: 1, text: 'arbaz2' },
    });
  });

  it('of the same text are one place, however they are cut', () => {
    const random = seededRandom(23);
    const cut = (text: string): ComparedOutput => {
      const texts: string[] = [];
      for (let at = 0; at < text.length; ) {
        const length = integer(random, 1, 5);
        texts.push(text.slice(at, at + length));
        at += length;
      }
      return { ...output(...texts), model: String(random()) };
    };
    for (let round = 0; round < 500; round += 1) {
      const a = composedText(random, 12).replace(/[\ud800-\udfff]/g, 'x');
      const b = editedText(random, a).replace(/[\ud800-\udfff]/g, 'x');
      const [left, right] = [cut(a), cut(b)];
      const found = firstDivergence(left, right);
      if (found === null) {
        expect(a).toBe(b);
        continue;
      }
      const { commonPrefix, reference, other } = found;
      expect(a.slice(0, commonPrefix)).toBe(b.slice(0, commonPrefix));
      for (const [side, whole] of [[reference, left] as const, [other, right] as const]) {
        expect(side.text).toBe(whole.text.slice(side.start, side.end));
        if (side.ended) expect(commonPrefix).toBe(whole.text.length);
        else {
          expect(side.start).toBeLessThanOrEqual(commonPrefix);
          expect(side.end).toBeGreaterThan(commonPrefix);
          expect(side.token?.text).toBe(side.text);
        }
      }
    }
  });
});

describe('without tokens', () => {
  it('words are compared, and it says so', () => {
    expect(firstDivergence(plain('The cat sat.'), plain('The dog sat.'))).toMatchObject({
      kind: 'text',
      approximate: true,
      commonPrefix: 4,
      reference: { tokenIndex: 2, start: 4, end: 7, text: 'cat', token: null, alternatives: null },
      other: { text: 'dog' },
    });
    expect(firstDivergence(plain('on the cat'), plain('on then a'))).toMatchObject({
      reference: { text: 'the' },
      other: { text: 'then' },
    });
  });

  it('on one side, the other still shows what it chose', () => {
    expect(firstDivergence(plain('The cat'), output('The', ' dog'))).toMatchObject({
      kind: 'text',
      reference: { text: 'cat' },
      other: { text: ' dog', tokenIndex: 1, token: { text: ' dog' } },
    });
  });

  it('finds the place in very long texts', () => {
    const long = 'wa '.repeat(66_000);
    expect(firstDivergence(plain(`${long}x`), plain(`${long}y`))).toMatchObject({
      commonPrefix: long.length,
      reference: { start: long.length, text: 'x' },
    });
  });
});
