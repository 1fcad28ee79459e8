import { describe, expect, it } from 'vitest';
import { createTextFinder, findAcross, findIn } from './text-finder';

/** What a plain search finds: every occurrence of every text, merged. */
function bySearching(texts: readonly string[], text: string): [number, number][] {
  const covered = new Array<boolean>(text.length).fill(false);
  for (const requested of texts) {
    for (let at = text.indexOf(requested); at >= 0; at = text.indexOf(requested, at + 1)) {
      for (let unit = at; unit < at + requested.length; unit += 1) covered[unit] = true;
    }
  }
  const spans: [number, number][] = [];
  for (const [at, is] of covered.entries()) {
    if (!is) continue;
    const last = spans.at(-1);
    if (last && last[1] === at) last[1] = at + 1;
    else spans.push([at, at + 1]);
  }
  return spans;
}

describe('a text finder', () => {
  it.each([
    [['aba'], 'ababa'],
    [['aa'], 'aaaaa'],
    [['aabaa'], 'aabaabaaabaa'],
    [['he', 'she', 'hers', 'his'], 'ushers and his hershey'],
    [['b', 'abc'], 'xabcx'],
    [['😀'], 'a😀😀b'],
    [['x'], ''],
    [[], 'nothing is looked for'],
  ])('finds %j in %j', (texts, text) => {
    expect(findIn(createTextFinder(texts), text).spans).toEqual(bySearching(texts, text));
  });

  it('finds what a plain search finds, in thousands of small texts', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const word = (max: number) => Array.from({ length: 1 + random(max) }, () => 'abc'[random(3)]).join('');
    for (let turn = 0; turn < 3_000; turn += 1) {
      const texts = Array.from({ length: 1 + random(4) }, () => word(5));
      const text = word(40);
      const finder = createTextFinder(texts);
      expect(findIn(finder, text).spans, `${texts} in ${text}`).toEqual(bySearching(texts, text));
      // Cut anywhere, the parts find what the whole holds.
      const cut = random(text.length + 1);
      const before = findIn(finder, text.slice(0, cut));
      const after = findIn(finder, text.slice(cut), before.end);
      const both = [...before.spans, ...after.spans.map(([start, end]) => [start + cut, end + cut] as const)];
      const covered = new Set(both.flatMap(([start, end]) => range(start, end)));
      expect([...covered].sort((one, other) => one - other)).toEqual(
        bySearching(texts, text).flatMap(([start, end]) => range(start, end)),
      );
    }
  });

  it('finds what begins in one text and ends in the next, and nothing else', () => {
    const finder = createTextFinder(['secret', 'creten']);
    const { end } = findIn(finder, 'my sec');
    expect(findAcross(finder, 'ret secret', end)).toEqual([-3, 3]);
    expect(findAcross(finder, 'reten', end)).toEqual([-3, 5]);
    expect(findAcross(finder, 'ond secret', end)).toBeNull();
    expect(findAcross(finder, '', end)).toBeNull();
  });

  it('takes texts that would make a plain search slow', () => {
    const text = 'a'.repeat(400_000);
    const finder = createTextFinder(Array.from({ length: 5 }, (_, turn) => 'a'.repeat(9_000 + turn)));
    expect(findIn(finder, text).spans).toEqual([[0, text.length]]);
    const barely = createTextFinder([`${'a'.repeat(9_999)}b`]);
    expect(findIn(barely, text).spans).toEqual([]);
  });
});

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, offset) => start + offset);
}
