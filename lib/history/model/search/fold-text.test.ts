import { describe, expect, it } from 'vitest';
import { foldText, offsetsInText } from './fold-text';
import { findHits } from './search-terms';
import { indexWords, splitWords } from './split-words';

const IDEOGRAPH =
  /[\p{Unified_Ideograph}\p{Script=Hangul}\p{Script=Yi}\p{Script=Tangut}\p{Script=Egyptian_Hieroglyphs}\p{Script=Cuneiform}]/u;
const forms = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const;

describe('folding', () => {
  it('is the same for every form of every letter of Unicode, and folding again changes nothing', () => {
    const different: string[] = [];
    for (let code = 0x80; code < 0x20000; code += 1) {
      // Of the many that have one form only, some are enough.
      if (IDEOGRAPH.test(String.fromCodePoint(code)) && code % 97 > 0) continue;
      const text = `x${String.fromCodePoint(code)}`;
      if (!/[\p{L}\p{N}\p{M}]$/u.test(text)) continue;
      const others = new Set(forms.map((form) => text.normalize(form)));
      // The iota below a letter stands beside its capital.
      if (!text.normalize('NFD').includes('\u0345')) others.add(text.toUpperCase()).add(text.toLowerCase());
      const folded = foldText(text);
      for (const other of others.add(folded))
        if (foldText(other) !== folded) different.push(code.toString(16));
    }
    expect(different).toEqual([]);
  });

  it.each([
    ['İIıi', 'iiii'],
    ['Straße ẞ', 'strasse ss'],
    ['ΟΔΟΣ οδός', 'οδοσ οδοσ'],
    ['ёжик Йод', 'ежик иод'],
    ['Łódź Ørsted Ærø œuvre þorn Đà', 'lodz orsted aero oeuvre thorn da'],
    ['ﬁ ﬀ Ⅷ x² ①', 'fi ff viii x2 1'],
    ['ｱｶﾞ アガ あが', 'あが あが あが'],
    ['١٢٣ १२३ 𝟏𝟐𝟑 １２３', '123 123 123 123'],
    ['so\u00adft zero\u200d\u200cwidth a\ufe0f', 'soft zerowidth a'],
    ['one\u200btwo ภา\u200bษา', 'one two ภาษา'],
    ['don’t donʼt don＇t', "don't don't don't"],
    ['a\0b \ud800c', 'a b  c'],
    ['हिन्दी क़', 'हिन्दी क'],
  ])('makes of %j %j', (text, folded) => {
    for (const form of ['NFC', 'NFD'] as const) expect(foldText(text.normalize(form))).toBe(folded);
  });

  it('keeps apart what is another word', () => {
    for (const [one, other] of [
      ['が', 'か'],
      ['ไม่', 'ไม้'],
      ['कि', 'की'],
      ['가', '각'],
      ['কা', 'কি'],
    ] as const) {
      expect(foldText(one)).not.toBe(foldText(other));
    }
  });
});

describe('words', () => {
  it('are split at punctuation, and between scripts with and without spaces', () => {
    expect(splitWords(foldText('see src/parser.ts, iPhone用ケース 🎉🎊!'))).toEqual([
      { text: 'see', isRun: false },
      { text: 'src', isRun: false },
      { text: 'parser', isRun: false },
      { text: 'ts', isRun: false },
      { text: 'iphone', isRun: false },
      { text: '用けーす', isRun: true },
      { text: '🎉🎊', isRun: true },
    ]);
  });

  it('are indexed once; those without spaces by letters and pairs', () => {
    expect([...indexWords(foldText('Now and now'))]).toEqual(['now', 'and']);
    expect([...indexWords('今日は東京')]).toEqual([
      '今',
      '日',
      '今日',
      'は',
      '日は',
      '東',
      'は東',
      '京',
      '東京',
    ]);
  });
});

describe('offsets in the text', () => {
  it.each([
    ['un cafe\u0301 noir', 'café', 'cafe\u0301'],
    ['die Straße hier', 'strasse', 'Straße'],
    ['x ﬁnal y', 'final', 'ﬁnal'],
    ['私はﾃﾞｰﾀﾍﾞｰｽを', 'データベース', 'ﾃﾞｰﾀﾍﾞｰｽ'],
    ['나는 한국어를 배운다', '한국', '한국어를'],
    ['나는 한국어를 배운다'.normalize('NFD'), '한국', '한국어를'.normalize('NFD')],
    ['ฉันชอบภา\u200bษาไทย', 'ภาษา', 'ภา\u200bษา'],
    ['a\u00adb so\u00adft', 'soft', 'so\u00adft'],
    ['قال مُحَمَّد هنا', 'محمد', 'مُحَمَّد'],
    ['see 👩🏽‍🚀 fly', '👩‍🚀', '👩🏽‍🚀'],
  ])('of %j: %j is %j', (text, query, shown) => {
    const [hit, ...others] = findHits(text, query);
    expect(others).toEqual([]);
    expect(text.slice(hit?.start, hit?.end)).toBe(shown);
  });

  it('are within the text, and rise', () => {
    const text = 'İstanbul ß ﬃ 한글 ｶﾞ 東京 é e\u0301 🎉';
    const offsetOf = offsetsInText(text);
    let last = 0;
    for (let offset = 0; offset <= foldText(text).length; offset += 1) {
      const at = offsetOf(offset, 'start');
      expect(at).toBeGreaterThanOrEqual(last);
      last = at;
    }
    expect(last).toBe(text.length);
  });

  it('are exact behind every letter of Unicode, with and without marks', () => {
    const marks = [
      '',
      '\u0301',
      '\u093f',
      '\u093c',
      '\u09be',
      '\u0bbe',
      '\u0e48',
      '\u102e',
      '\u3099',
      '\u200b',
      '\uff9e',
      '\u{11357}',
    ];
    const bases = ['x', '\u09c7', '\u0bc6', '\u1025', '\u{11347}'];
    const wrong: string[] = [];
    for (let code = 0x80; code < 0x20000; code += 1) {
      const letter = String.fromCodePoint(code);
      if (IDEOGRAPH.test(letter) && code % 97 > 0) continue;
      const [mark, base] = [marks[code % marks.length], bases[code % bases.length]];
      for (const text of [`é${letter}z`, `é${letter}${mark}z`, `é${base}${letter}z`]) {
        // Nothing is put together with the last letter, so it is the last of the folded text, too.
        if (offsetsInText(text)(foldText(text).length - 1, 'start') !== text.length - 1) wrong.push(text);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('are found in about the time that folding takes', () => {
    const text = 'Большой дом у реки, ёлка. 今日は東京都で会議があります。 ฉันชอบภาษาไทย '.repeat(2_000);
    const last = foldText(text).length - 1;
    const best = (act: () => unknown) =>
      Math.min(
        ...Array.from({ length: 5 }, () => {
          const { user } = process.cpuUsage();
          act();
          return process.cpuUsage().user - user;
        }),
      );
    const folding = best(() => foldText(text));
    // Folding each letter by itself takes about a hundred times as long.
    expect(best(() => offsetsInText(text)(last, 'start'))).toBeLessThan(15 * Math.max(folding, 1_000));
  });
});
