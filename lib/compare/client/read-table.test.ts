import { expect, it } from 'vitest';
import { readBlock, readTable } from './read-table';

it.each([
  [
    'CSV',
    'q,expected\nCapital of France?,Paris\n"One, ""two""\nlines",3\n',
    ['q', 'expected'],
    [
      ['Capital of France?', 'Paris'],
      ['One, "two"\nlines', '3'],
    ],
  ],
  [
    'CSV with semicolons',
    'a;b\r\n1,5;x\r\n2,5;y',
    ['a', 'b'],
    [
      ['1,5', 'x'],
      ['2,5', 'y'],
    ],
  ],
  [
    'TSV',
    'a\tb\n1, 2, 3\tx\n\t\n4\ty',
    ['a', 'b'],
    [
      ['1, 2, 3', 'x'],
      ['4', 'y'],
    ],
  ],
  ['a mark at its beginning', '\uFEFFname,age\nAda,36', ['name', 'age'], [['Ada', '36']]],
  [
    'rows of different lengths',
    'a,b\n1\n1,2,3',
    ['a', 'b', ''],
    [
      ['1', '', ''],
      ['1', '2', '3'],
    ],
  ],
  ['one column', 'question\nWhy?\nHow, then?', ['question'], [['Why?'], ['How, then?']]],
  [
    'no names',
    '1,2\n3,4',
    null,
    [
      ['1', '2'],
      ['3', '4'],
    ],
  ],
  [
    'no names, as they repeat',
    'x,x\ny,y',
    null,
    [
      ['x', 'x'],
      ['y', 'y'],
    ],
  ],
])('reads %s', async (_what, text, names, rows) => {
  const table = await readTable(text);
  expect(table.names).toEqual(names);
  const width = Math.max(...table.rows.map((row) => row.length));
  expect(table.rows).toEqual(rows.map((row) => [...row, ...Array(width - row.length).fill('')]));
});

it('takes the first row as it is told', async () => {
  expect(await readTable('a,b\nc,d', false)).toMatchObject({
    names: null,
    rows: [
      ['a', 'b'],
      ['c', 'd'],
    ],
  });
  expect(await readTable('1,2\n3,4', true)).toMatchObject({ names: ['1', '2'], rows: [['3', '4']] });
});

it('reads JSON Lines, a list and a single object, and says which lines it cannot read', async () => {
  const lines = '{"q": "Why?", "n": 2}\n\nnot json\n{"q": null, "tags": ["a"]}\n[1]';
  expect(await readTable(lines)).toEqual({
    format: 'JSON',
    names: ['q', 'n', 'tags'],
    rows: [
      ['Why?', '2', ''],
      ['', '', '["a"]'],
    ],
    more: { rows: 0, columns: 0 },
    unread: [3, 5],
  });
  expect(await readTable('[{"a": 1}, {"b": true}]')).toMatchObject({
    names: ['a', 'b'],
    rows: [
      ['1', ''],
      ['', 'true'],
    ],
  });
  expect(await readTable('{\n"a": "x"\n}')).toMatchObject({ names: ['a'], rows: [['x']] });
  // Text in braces is no JSON.
  expect((await readTable('{name}\n{place}')).format).toBe('CSV');
});

it.each([
  ['JSON Lines', (names: number) => Array.from({ length: names }, (_, at) => `{"k${at}": ${at}}`).join('\n')],
  [
    'a JSON list',
    (names: number) => JSON.stringify(Array.from({ length: names }, (_, at) => ({ [`k${at}`]: at }))),
  ],
])('holds no more of %s than fits: each row may have a new name', async (_what, written) => {
  const { names, rows, more } = await readTable(written(1_500));
  expect(names).toEqual(Array.from({ length: 30 }, (_, at) => `k${at}`));
  expect(rows).toHaveLength(1_000);
  expect(rows.every((row) => row.length === 30)).toBe(true);
  // The names of rows that are left out are of no use.
  expect(more).toEqual({ rows: 500, columns: 970 });
});

it('holds no more of CSV than fits: a single row may be very wide', async () => {
  const wide = Array.from({ length: 2_000 }, (_, at) => `c${at}`).join(',');
  const { names, rows, more } = await readTable(`${wide}\n${'x,y\n'.repeat(1_200)}`, true);
  expect(names).toHaveLength(30);
  expect(rows).toHaveLength(1_000);
  expect(rows.every((row) => row.length === 30)).toBe(true);
  expect(more).toEqual({ rows: 200, columns: 1_970 });
  expect((await readTable(`x,y\n${'1,2\n'.repeat(1_000)}`, false)).more).toEqual({ rows: 1, columns: 0 });
});

it('reads what is pasted into a table: tabs part values, and nothing else does', async () => {
  expect(await readBlock('a\tb\nc, d\t"e\nf"\r\n')).toEqual([
    ['a', 'b'],
    ['c, d', 'e\nf'],
  ]);
  expect(await readBlock('Paris, France')).toEqual([['Paris, France']]);
});
