import { describe, expect, it } from 'vitest';
import { nastyText, seededRandom } from '@/lib/protocol/fixtures/seeded-random';
import { type Check, checkLabel, checksSchema, summarizeVerdicts, type Verdict } from './checks';
import type { ComparisonPlan } from './plan';
import { type CheckedText, checksExpecting, checksOfCell, judge, prepareChecks } from './run-checks';

const text = (whole: string, change: Partial<CheckedText> = {}): CheckedText => ({
  text: whole,
  tokenCount: null,
  isEstimated: false,
  ...change,
});
const of = (
  kind: 'contains' | 'not_contains' | 'equals' | 'starts_with' | 'ends_with' | 'matches',
  value: string,
  matchCase = false,
): Check => ({ id: 'a', kind, value, matchCase });
const json = (...keys: string[]): Check => ({ id: 'a', kind: 'json', keys });
const length = (
  min: number | null,
  max: number | null,
  unit: 'characters' | 'tokens' = 'characters',
): Check => ({ id: 'a', kind: 'length', unit, min, max });

async function verdict(check: Check, output: CheckedText | string): Promise<Verdict> {
  expect(checksSchema.safeParse([check]).success, JSON.stringify(check)).toBe(true);
  const [found] = judge(await prepareChecks([check]), typeof output === 'string' ? text(output) : output);
  if (!found) throw new Error('no verdict');
  // A reason where there is one to give, and only there.
  expect(found.why === null).toBe(found.pass === true);
  return found;
}

const passes = async (check: Check, output: CheckedText | string) => (await verdict(check, output)).pass;

describe('the check against the column expected', () => {
  const check = (matchCase = false): Check => ({ id: 'e', kind: 'equals_expected', matchCase });
  const against = async (expected: string | undefined, output: string, matchCase = false) => {
    const prepared = await prepareChecks([check(matchCase), of('contains', 'a')]);
    return judge(checksExpecting(prepared, expected), text(output))[0];
  };

  it('compares without what is around, and with case when asked', async () => {
    expect(await against('Paris', ' paris\n')).toEqual({ pass: true, why: null });
    expect(await against('Paris', ' paris', true)).toEqual({ pass: false, why: 'the text is different' });
    expect(await against('Paris', ' Paris, France')).toMatchObject({ pass: false });
    expect(await against(undefined, 'Paris')).toEqual({ pass: null, why: 'no expected value in this row' });
    expect(await against(' ', '')).toMatchObject({ pass: null });
    expect(checkLabel(check())).toBe('Equals the column “expected”');
  });

  it('reads the row of the cell, in whatever case the column is named', async () => {
    const plan: ComparisonPlan = {
      base: { connectionId: 'c', model: 'm', settings: { values: {}, sent: [] }, prompt: '{{q}}' },
      axes: [{ kind: 'parameter', parameter: 'n', values: [1, 2] }],
      repeats: 1,
      variables: true,
      inputs: {
        columns: ['q', 'Expected'],
        rows: [
          { id: '1', values: ['x', 'Yes'] },
          { id: '2', values: ['y', 'No'] },
        ],
      },
    };
    const prepared = await prepareChecks([check()]);
    const verdicts = ['i1-r0c0k0', 'i2-r0c0k0', 'i2-r1c0k0'].map(
      (cell) => judge(checksOfCell(prepared, plan, cell), text(' no '))[0]?.pass,
    );
    expect(verdicts).toEqual([false, true, true]);
    // The same objects, so that verdicts can be kept by them.
    expect(checksOfCell(prepared, plan, 'i2-r0c0k0')[0]).toBe(checksOfCell(prepared, plan, 'i2-r1c0k0')[0]);
  });
});

describe('checks of a text', () => {
  it.each<[Check, string, boolean]>([
    [of('contains', 'paris'), ' It is Paris.', true],
    [of('contains', 'paris', true), ' It is Paris.', false],
    [of('contains', 'Paris', true), ' It is Paris.', true],
    [of('contains', '\n'), 'one\ntwo', true],
    [of('contains', 'x'), '', false],
    [of('not_contains', 'paris'), 'London', true],
    [of('not_contains', 'paris'), 'PARIS', false],
    [of('not_contains', 'x'), '', true],
    [of('equals', 'Paris'), '\n paris \n', true],
    [of('equals', 'Paris', true), ' paris', false],
    [of('equals', 'Paris'), 'Paris.', false],
    [of('equals', ''), '', true],
    [of('equals', ''), ' \n', true],
    [of('equals', ''), 'x', false],
    [of('starts_with', 'the'), '\n\nThe sea', true],
    [of('starts_with', 'sea'), 'The sea', false],
    [of('starts_with', 'a'), '', false],
    [of('ends_with', 'sea.'), 'The sea. ', true],
    [of('ends_with', 'the'), 'The sea.', false],
  ])('%o of %j: %s', async (check, output, expected) => {
    expect(await passes(check, output)).toBe(expected);
  });

  it('composed and decomposed letters are one, and so are the cases of every script', async () => {
    expect(await passes(of('equals', 'caf\u00e9', true), 'cafe\u0301')).toBe(true);
    expect(await passes(of('contains', 'STRASSE'), 'die straße')).toBe(true);
    expect(await passes(of('contains', 'straße', true), 'STRASSE')).toBe(false);
    expect(await passes(of('equals', 'ΟΔΟΣ'), 'οδος')).toBe(true);
    expect(await passes(of('contains', 'οδοσ'), 'ΟΔΟΣ ΑΛΛΗ')).toBe(true);
    expect(await passes(of('equals', '20 K'), '20 \u212a')).toBe(true);
    expect(await passes(of('contains', '👩‍🚀'), 'an 👩‍🚀 flies')).toBe(true);
    expect(await passes(of('matches', '^caf\u00e9$', true), 'cafe\u0301')).toBe(true);
  });

  it('needs a text where every output would pass without one', () => {
    for (const kind of ['contains', 'not_contains', 'matches'] as const) {
      expect(checksSchema.safeParse([of(kind, '')]).success).toBe(false);
    }
    for (const kind of ['starts_with', 'ends_with'] as const) {
      expect(checksSchema.safeParse([of(kind, ' \n')]).success).toBe(false);
    }
  });
});

describe('patterns', () => {
  it.each<[string, string, boolean, boolean]>([
    ['\\d{4}-\\d{2}', 'on 2026-12', false, true],
    ['\\d{4}-\\d{2}', 'on 2026', false, false],
    ['^paris$', 'Paris', false, true],
    ['^paris$', 'Paris', true, false],
    ['^b', 'a\nb', false, false],
    ['(?m)^b', 'a\nb', false, true],
    ['a.b', 'a\nb', false, false],
    ['(?s)a.b', 'a\nb', false, true],
    ['^.$', '😀', false, true],
    ['\\p{Greek}+', 'abc λόγος', false, true],
    ['x', '', false, false],
    ['^$', '', false, true],
  ])('%s in %j (case %s): %s', async (pattern, output, matchCase, expected) => {
    expect(await passes(of('matches', pattern, matchCase), output)).toBe(expected);
  });

  it.each([
    ['(a', 'Missing closing ): “(a” at character 1.'],
    ['ab[z-a]', 'Invalid character class range: “z-a” at character 4.'],
    ['a**', 'Invalid nested repetition operator: “**” at character 2.'],
    ['(?=a)', "Lookarounds aren't supported: “(?=”."],
    ['(?<!a)b', "Lookarounds aren't supported: “(?<!a)b”."],
    ['(a)\\1', "Backreferences aren't supported: “\\1”."],
    ['\\', 'Trailing backslash at end of expression.'],
    ['x{2,1}', 'Invalid repeat count: “{2,1}” at character 2.'],
    ['x{1001}', 'Invalid repeat count: “{1001}” at character 2.'],
    ['(?:a?b?c?){1000}', 'This pattern is too large. Use smaller repeats.'],
    ['a{1000}'.repeat(140), 'This pattern is too large. Use smaller repeats.'],
    [`(?:${'(?:ab[(]c){30}'.repeat(50)}){30}`, 'This pattern is too large. Use smaller repeats.'],
    [`(${'a'.repeat(900)}\\Q(\\E){1000}`, 'This pattern is too large. Use smaller repeats.'],
  ])('%s cannot be read: %s', async (pattern, message) => {
    const [prepared] = await prepareChecks([of('matches', pattern)]);
    expect(prepared?.fault).toBe(message);
    expect(await verdict(of('matches', pattern), 'a')).toEqual({
      pass: null,
      why: 'invalid pattern',
    });
  });

  it('an ordinary pattern is none of the too large ones', async () => {
    const patterns = [
      '^[\\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\\.){1,8}[a-z]{2,63}$',
      '(?:\\d{1,3}\\.){3}\\d{1,3}',
      `\\b(?:${'word|'.repeat(150)}last)\\b`,
    ];
    const prepared = await prepareChecks(
      patterns.map((value, at) => ({ ...of('matches', value), id: `${at}` })),
    );
    expect(prepared.map(({ fault }) => fault)).toEqual([null, null, null]);
  });

  it('a pattern that backtracks for ever elsewhere, and a text too long for a large one, both end', async () => {
    const long = 'a'.repeat(200_000);
    expect(await passes(of('matches', '(a+)+$'), `${long}b`)).toBe(false);
    expect(await passes(of('matches', '(a|a)*(a|a)*(a|a)*b'), long)).toBe(false);
    expect(await verdict(of('matches', 'a[ab]{900}c'), long)).toEqual({
      pass: null,
      why: 'the text is too long for this pattern',
    });
  });

  it('whatever is typed is read or refused, and judges any text', async () => {
    const random = seededRandom(71);
    const signs = [
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '*',
      '+',
      '?',
      '|',
      '\\',
      '^',
      '$',
      '.',
      'a',
      '2',
      ',',
      '-',
      ':',
    ];
    for (let round = 0; round < 400; round += 1) {
      const pattern = Array.from({ length: 1 + Math.floor(random() * 12) }, () =>
        random() < 0.1 ? nastyText(random).slice(0, 3) : signs[Math.floor(random() * signs.length)],
      ).join('');
      const check = of('matches', pattern);
      const [prepared] = await prepareChecks([check]);
      const found = prepared?.judge(text(nastyText(random)));
      expect(found?.pass === null).toBe(prepared?.fault !== null);
    }
  });
});

describe('JSON', () => {
  it.each<[Check, string, boolean, string | null]>([
    [json(), ' {"a": 1}\n', true, null],
    [json(), '[1, 2]', true, null],
    [json(), '42', true, null],
    [json(), '', false, 'the text is empty'],
    [json(), ' \n', false, 'the text is empty'],
    [json(), '{"a": 1', false, 'not valid JSON'],
    [json(), '{"a": NaN}', false, 'not valid JSON'],
    [json(), '```json\n{}\n```', false, 'not valid JSON'],
    [json('a', 'b'), '{"a": 1, "b": null}', true, null],
    [json('a', 'b', 'c'), '{"a": {"b": 1}}', false, 'missing: “b”, “c”'],
    [json('a'), '[{"a": 1}]', false, 'JSON, but not an object'],
    [json('a'), 'null', false, 'JSON, but not an object'],
    [json('toString'), '{}', false, 'missing: “toString”'],
    [json('ключ'), '{"ключ": 1}', true, null],
  ])('%o of %j: %s', async (check, output, pass, why) => {
    expect(await verdict(check, output)).toEqual({ pass, why });
  });

  it('has no verdict where it is too deep to read', async () => {
    expect(await passes(json(), '['.repeat(100_000))).toBe(null);
  });
});

describe('lengths', () => {
  it.each<[Check, CheckedText | string, boolean | null, string | null]>([
    [length(1, 4), 'abcd', true, null],
    [length(1, 3), 'abcd', false, 'it has 4 characters'],
    [length(2, null), 'a', false, 'it has 1 character'],
    [length(null, 0), '', true, null],
    // As people count: a letter with its accent, and an emoji of several code points, are one each.
    [length(2, 2), 'e\u0301👩‍🚀', true, null],
    [length(5, 10, 'tokens'), text('x', { tokenCount: 5 }), true, null],
    [length(5, 10, 'tokens'), text('x', { tokenCount: 11 }), false, 'it has 11 tokens'],
    [
      length(5, 10, 'tokens'),
      text('x', { tokenCount: 7, isEstimated: true }),
      null,
      'the server returned no token count',
    ],
    [length(5, 10, 'tokens'), text('x'), null, 'the server returned no token count'],
  ])('%o of %o: %s', async (check, output, pass, why) => {
    expect(await verdict(check, output)).toEqual({ pass, why });
  });

  it('need a bound, and in order', () => {
    expect(checksSchema.safeParse([length(null, null)]).success).toBe(false);
    expect(checksSchema.safeParse([length(5, 4)]).success).toBe(false);
    expect(checksSchema.safeParse([length(-1, 4)]).success).toBe(false);
    expect(checksSchema.safeParse([length(0.5, 4)]).success).toBe(false);
  });
});

describe('a text of which only the beginning is here', () => {
  const CHECKS = [
    of('contains', 'needle'),
    of('not_contains', 'needle'),
    of('equals', 'hay'),
    of('equals', `${'hay '.repeat(400)}needle`.slice(0, 990)),
    of('starts_with', 'hay hay'),
    of('starts_with', 'needle'),
    of('starts_with', 'hay '.repeat(200)),
    of('ends_with', 'needle'),
    of('matches', 'needle'),
    of('matches', 'hay$'),
    of('matches', '^hay'),
    json(),
    length(0, 10),
    length(100, 200),
    length(400, 100_000),
    length(1_000, 1_600),
  ].map((check, at): Check => ({ ...check, id: `c${at}` }));

  it('never gets a verdict that the whole text contradicts', async () => {
    const random = seededRandom(72);
    const prepared = await prepareChecks(CHECKS);
    let decided = 0;
    for (let round = 0; round < 300; round += 1) {
      const words = Array.from({ length: Math.floor(random() * 400) }, () =>
        random() < 0.005 ? 'needle' : random() < 0.01 ? nastyText(random).slice(0, 5) : 'hay',
      );
      const whole = random() < 0.1 ? `  hay${' '.repeat(600)}` : words.join(' ');
      const cut = whole.slice(0, Math.floor(random() * whole.length));
      const ofWhole = judge(prepared, text(whole));
      const ofCut = judge(prepared, text(cut, { length: whole.length }));
      for (const [at, { pass }] of ofCut.entries()) {
        if (pass === null) continue;
        decided += 1;
        expect(pass, `${JSON.stringify(CHECKS[at])} of ${whole}, cut at ${cut.length}`).toBe(
          ofWhole[at]?.pass,
        );
      }
    }
    // It is not that nothing is ever decided.
    expect(decided).toBeGreaterThan(500);
  });
});

describe('what checks are called, and what they say', () => {
  it('says the kind and what it looks for', () => {
    const checks: Check[] = [
      of('contains', 'one\ntwo'),
      of('matches', '\\d+'),
      json(),
      json('a', 'b'),
      length(1, 1, 'tokens'),
      length(null, 20),
      length(1_000, null),
      length(2, 3),
      of('equals', 'x'.repeat(80)),
    ];
    expect(checks.map(checkLabel)).toEqual([
      'Contains “one↵two”',
      'Matches /\\d+/',
      'Is JSON',
      'Is JSON with “a”, “b”',
      'Exactly 1 token',
      'At most 20 characters',
      'At least 1,000 characters',
      '2 to 3 characters',
      `Equals “${'x'.repeat(39)}…”`,
    ]);
  });

  it('sums up one output, and several', async () => {
    const checks = [of('contains', 'a'), { ...json(), id: 'b' }];
    const prepared = await prepareChecks(checks);
    const said = (...texts: string[]) =>
      summarizeVerdicts(
        checks,
        texts.map((one) => judge(prepared, text(one))),
      );
    expect(said('"a"')).toEqual({ pass: true, label: 'Pass', reasons: [] });
    expect(said('b')).toEqual({
      pass: false,
      label: 'Fail',
      reasons: ['Contains “a”: not found', 'Is JSON: not valid JSON'],
    });
    expect(said('"a"', 'a', '"b"')).toEqual({
      pass: false,
      label: '1 of 3',
      reasons: ['Contains “a”: not found (output 3)', 'Is JSON: not valid JSON (output 2)'],
    });
    expect(said()).toBe(null);
    expect(said('['.repeat(1_000))).toMatchObject({ pass: false, label: 'Fail' });
    expect(said(`"a"${' '.repeat(3)}`)).toMatchObject({ pass: true });
    expect(summarizeVerdicts([], [[]])).toBe(null);
    expect(
      summarizeVerdicts(checks, [
        [
          { pass: true, why: null },
          { pass: null, why: 'x' },
        ],
      ]),
    ).toMatchObject({
      pass: null,
      label: 'No verdict',
    });
  });
});
