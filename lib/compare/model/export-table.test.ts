import { describe, expect, it } from 'vitest';
import { createCsvLines } from '@/lib/history/model/export/csv';
import { plainText, withFormulaGuard } from '@/lib/history/model/export/plain-text';
import { nastyText, seededRandom } from '@/lib/protocol/fixtures/seeded-random';
import { NO_CHECKS } from './checks';
import { comparisonMarkdown, createShortRecords, type ExportRecord } from './export-table';
import { markdownTable } from './markdown-table';
import { measureOutput } from './measures';
import { comparisonCsv } from './testing/whole-tables';

const csvLine = createCsvLines();

/** RFC 4180, read strictly. */
function readCsv(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (field.lastIndex < csv.length) {
    const found = field.exec(csv);
    if (!found) throw new Error('not CSV');
    row.push(found[1] !== undefined ? found[1].replaceAll('""', '"') : (found[2] ?? ''));
    if (found[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

/** As spreadsheets read: a quote is one only where a cell begins, and what follows its end is text again. */
function looseCells(csv: string, separator: string): string[] {
  const cells: string[] = [];
  for (let at = 0; at <= csv.length; at += 1) {
    let cell = '';
    if (csv[at] === '"') {
      for (at += 1; at < csv.length; at += 1) {
        if (csv[at] !== '"') cell += csv[at];
        else if (csv[at + 1] === '"') cell += csv[++at];
        else break;
      }
      at += 1;
    }
    for (; at < csv.length && csv[at] !== separator && !'\r\n'.includes(csv[at] ?? ''); at += 1)
      cell += csv[at];
    cells.push(cell);
  }
  return cells;
}

function record(change: Partial<ExportRecord>, text = 'the sea'): ExportRecord {
  const measures = measureOutput({
    text,
    finishReason: 'length',
    tokens: null,
    tokenCount: 2,
    isEstimated: true,
    firstTokenMs: 312,
    tokensPerSecond: 41.23,
    durationMs: 900,
    cachedTokens: 4,
    serverTokensPerSecond: null,
    cost: { amount: 0.000042, currency: 'USD', isEstimated: false },
  });
  return {
    cell: 'a',
    name: 'A',
    coordinates: {},
    inputs: {},
    choice: 0,
    model: 'm',
    prompt: null,
    parameters: { temperature: 0.5, stop: ['\n'], user: 'somebody' },
    status: 'complete',
    measures,
    verdicts: [],
    text,
    ...change,
  };
}

it('writes numbers with a hyphen, and leaves the minus sign in stop texts', () => {
  const markdown = comparisonMarkdown(
    [record({ parameters: { presence_penalty: -0.5, stop: ['−2'], logit_bias: { 5: -1 } } })],
    NO_CHECKS,
  );
  expect(markdown).toContain('-0.5');
  expect(markdown).toContain('5: -1');
  expect(markdown).toContain('“−2”');
});

describe('CSV', () => {
  it('comes back as it was, but for what a spreadsheet would run', () => {
    const random = seededRandom(47);
    for (let round = 0; round < 500; round += 1) {
      const rows = Array.from({ length: 3 }, () =>
        Array.from({ length: 3 }, () => plainText(nastyText(random))),
      );
      const guarded = rows.map((row) => row.map(withFormulaGuard));
      expect(readCsv(rows.map((row) => csvLine(row)).join(''))).toEqual(guarded);
      // Nothing but apostrophes is added.
      for (const text of rows.flat())
        expect(withFormulaGuard(text).replaceAll("'", '')).toBe(text.replaceAll("'", ''));
    }
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n =HYPERLINK("x")', '＝1'])(
    'never begins a field with %j',
    (text) => {
      expect(readCsv(csvLine([text]))[0]?.[0]).toBe(withFormulaGuard(text));
      expect(withFormulaGuard(text)).toMatch(/^'/);
    },
  );

  it.each([
    ['a;=HYPERLINK("x")', `a;'=HYPERLINK("x")`],
    ['a; -1+1', "a; '-1+1"],
    ['a\t\t@SUM(A1)', "a\t\t'@SUM(A1)"],
    ['a\n=1+1', "a\n'=1+1"],
    ['a\r\n  -HYPERLINK("x")', `a\r\n  '-HYPERLINK("x")`],
    ['a\n+cmd|x!A1', "a\n'+cmd|x!A1"],
    ['a;"=1+1', `a;"'=1+1`],
    ['a\t"=HYPERLINK("x")', `a\t"'=HYPERLINK("x")`],
    ['a; " "" @SUM(A1)', `a; " "" '@SUM(A1)`],
    ['a\n"=1+1', `a\n"'=1+1`],
    ['a\r\n"-HYPERLINK("x")', `a\r\n"'-HYPERLINK("x")`],
  ])('begins no cell of other separators with %j either', (text, written) => {
    expect(readCsv(csvLine([text]))[0]?.[0]).toBe(written);
  });

  it('shows no formula to a spreadsheet with another separator, wherever the text has quotes', () => {
    const random = seededRandom(61);
    const pieces = ['"', '""', ';', '\t', '\n', ' ', 'a', '=1+1', '@SUM(A1)', '-f(1)'];
    for (let round = 0; round < 2_000; round += 1) {
      const text = Array.from({ length: 8 }, () => pieces[Math.floor(random() * pieces.length)]).join('');
      const line = csvLine(['x', text, 'y']);
      for (const separator of [';', '\t']) {
        for (const cell of looseCells(line, separator)) expect(cell, text).not.toMatch(/^\s*(?:[=@]|-f)/);
      }
    }
  });

  it('leaves lists and sentences as they are', () => {
    for (const text of [
      'Two things:\n- one\n- two',
      'a; b = c',
      'He said: "-5"; she "=" him',
      '1 + 1 = 2;',
      'x@example.com',
      'a-b',
    ])
      expect(readCsv(csvLine([text]))[0]?.[0]).toBe(text);
  });

  it('writes numbers as numbers', () => {
    expect(csvLine([-1.5, 0, null, Number.NaN])).toBe('-1.5,0,,\r\n');
  });

  it('of a comparison has a line for each output', () => {
    const [header, first, second] = readCsv(
      comparisonCsv(
        [
          record({}),
          record({
            cell: 'b',
            name: 'B',
            parameters: { max_tokens: 5 },
            measures: null,
            status: null,
            text: null,
          }),
        ],
        NO_CHECKS,
      ),
    );
    const line = (values: string[] | undefined) =>
      Object.fromEntries(header?.map((name, at) => [name, values?.[at]]) ?? []);
    expect(line(first)).toMatchObject({
      cell: 'a',
      temperature: '0.5',
      max_tokens: '',
      stop: '["\\n"]',
      status: 'complete',
      finish_reason: 'length',
      first_token_ms: '312',
      tokens_per_second: '41.23',
      text: 'the sea',
    });
    expect(line(second)).toMatchObject({ cell: 'b', max_tokens: '5', status: '', text: '' });
    expect(header).not.toContain('user');
    expect(header).not.toContain('mean_logprob');
  });
});

describe('Markdown', () => {
  it('keeps every text in its cell, as text', () => {
    const random = seededRandom(53);
    for (let round = 0; round < 500; round += 1) {
      const table = markdownTable([
        ['a', 'b'],
        [nastyText(random), `|${nastyText(random)}<b>`],
      ]);
      const lines = table.split('\n');
      expect(lines).toHaveLength(4);
      for (const line of lines.slice(0, 3))
        expect(line.replace(/\\[\s\S]/g, '').match(/\|/g)).toHaveLength(3);
      expect(lines[2]).not.toMatch(/<(?!br>)/);
      expect(lines[2]).not.toContain('\r');
    }
  });

  it('of columns stands side by side', () => {
    const table = comparisonMarkdown(
      [record({}), record({ cell: 'b', name: 'B|C', parameters: {} }, 'two\nlines')],
      NO_CHECKS,
    );
    expect(table.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual(
      expect.arrayContaining([
        '| | A | B\\|C |',
        '| Temperature | 0.5 | Not sent |',
        '| Finish reason | length | length |',
        '| Tokens | about 2 | about 2 |',
        '| Output | the sea | two<br>lines |',
      ]),
    );
    expect(table).not.toContain('somebody');
  });

  it('has fields of other servers as CSV has them', () => {
    const extra_body = { guided: { choice: ['a', 'b−c'] }, top_a: -0.1, mode: null };
    const json_schema = { type: 'object', properties: { n: { type: 'number' } } };
    const one = record({ parameters: { extra_body, json_schema, user: 'somebody' } });
    const [head, line] = readCsv(comparisonCsv([one], NO_CHECKS));
    const inCsv = (name: string) => line?.[head?.indexOf(name) ?? -1] ?? '';
    expect(JSON.parse(inCsv('extra_body'))).toEqual(extra_body);
    const table = comparisonMarkdown([one], NO_CHECKS);
    for (const name of ['extra_body', 'json_schema']) {
      // Before what Markdown reads as its own signs is escaped.
      expect(table.replaceAll('\\', '')).toContain(`| ${inCsv(name)} |`);
    }
    expect(table).not.toContain('somebody');
  });

  it('of a sweep is a line for each cell, texts cut as asked', () => {
    const table = comparisonMarkdown(
      [record({ cell: 'r0c0k0', name: 'Temperature 0' }), record({ cell: 'r1c0k0', name: 'Temperature 1' })],
      NO_CHECKS,
      { text: 3, value: 200 },
    );
    const lines = table.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[2]).toMatch(/^\| Temperature 0 \|.* the … \|$/);
  });

  it('shows only the beginning of long settings, and of a run holds no more', () => {
    const lengths = { text: 20, value: 10 };
    const shorten = createShortRecords(lengths);
    const parameters = {
      suffix: 's'.repeat(100_000),
      stop: ['t'.repeat(100_000)],
      logit_bias: Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [at, 1])),
    };
    const long = { parameters, prompt: 'p'.repeat(100_000), inputs: { name: 'i'.repeat(100_000) } };
    const records = [record(long, 'o'.repeat(100_000)), record(long)].map(shorten);
    expect(JSON.stringify(records[0]).length).toBeLessThan(3_000);
    expect(records[0]?.parameters).toBe(records[1]?.parameters);
    const table = comparisonMarkdown(records, NO_CHECKS, lengths);
    expect(table).toContain(`${'s'.repeat(10)} …`);
    expect(table).toContain(`“${'t'.repeat(9)} …`);
    expect(table).toContain(`| ${'i'.repeat(10)} … |`);
    expect(table).toContain(`| ${'o'.repeat(20)} … |`);
    expect(table.length).toBeLessThan(3_000);
  });
});
