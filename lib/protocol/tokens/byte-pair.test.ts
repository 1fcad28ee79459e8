import { Tiktoken } from 'js-tiktoken/lite';
import cl100k_base from 'js-tiktoken/ranks/cl100k_base';
import o200k_base from 'js-tiktoken/ranks/o200k_base';
import p50k_base from 'js-tiktoken/ranks/p50k_base';
import r50k_base from 'js-tiktoken/ranks/r50k_base';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/protocol/fixtures/seeded-random';
import { TEXTS_OF_MANY_SCRIPTS } from '@/lib/testing/many-scripts';
import { createBytePairEncoder } from './byte-pair';

describe.each(Object.entries({ cl100k_base, o200k_base, p50k_base, r50k_base }))('%s', (_name, ranks) => {
  const theirs = new Tiktoken(ranks);
  const ours = createBytePairEncoder(ranks);

  it.each(TEXTS_OF_MANY_SCRIPTS)("reads %s as js-tiktoken's own encoder does", (text) => {
    const { ids, ends } = ours.encode(text);
    expect([...ids]).toEqual(theirs.encode(text, 'all'));
    expect(ends.at(-1)).toBe(new TextEncoder().encode(text).length);
  });

  it('reads any mixture of them, and special tokens', () => {
    const random = seededRandom(7);
    const units = [...TEXTS_OF_MANY_SCRIPTS.join(''), '<|endoftext|>', '<|end', '\n\n', '   ', 'aaaa', '🏳️‍🌈'];
    for (let turn = 0; turn < 200; turn += 1) {
      const text = Array.from({ length: 40 }, () => units[Math.floor(random() * units.length)]).join('');
      expect([...ours.encode(text).ids], text).toEqual(theirs.encode(text, 'all'));
    }
  });

  it('gives back the bytes of each token', () => {
    const text = TEXTS_OF_MANY_SCRIPTS.join('\n');
    const bytes = [...ours.encode(text).ids].map((id) => Buffer.from(ours.bytesOf(id) ?? []));
    expect(Buffer.concat(bytes).toString('utf8')).toBe(text);
    expect(ours.bytesOf(99_999_999)).toBeNull();
  });
});

it('takes a word of a hundred thousand letters', () => {
  const { encode } = createBytePairEncoder(o200k_base);
  for (const unit of ['=', 'a', 'Qz9', '漢', 'é']) {
    const text = unit.repeat(100_000);
    expect(encode(text).ends.at(-1)).toBe(new TextEncoder().encode(text).length);
  }
});
