import { expect, it } from 'vitest';
import { foldText } from '@/lib/history/model/search/fold-text';
import { foldForSearch, MAX_FOLDED } from './text-columns';

it('folds as a whole text is folded, whatever it is cut at', async () => {
  for (const letters of ['가', 'e\u0301', 'ｶﾞ', '😀', 'lorem ', '\u1100\u1161', 'ABC\u200b']) {
    const text = `x${letters.repeat(5_000)}`;
    expect(await foldForSearch(text)).toBe(foldText(text));
  }
});

it('folds no more of a text than is searched', async () => {
  for (const letters of ['\ufdfa', '가', 'A']) {
    const folded = await foldForSearch(letters.repeat(1_500_000));
    expect(folded.length).toBeLessThan(MAX_FOLDED * 1.1);
    expect(folded.length).toBeGreaterThanOrEqual(MAX_FOLDED);
  }
});
