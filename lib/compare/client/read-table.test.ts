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

it('reads what is pasted into a table: tabs part values, and nothing else does', async () => {
  expect(await readBlock('a\tb\nc, d\t"e\nf"\r\n')).toEqual([
    ['a', 'b'],
    ['c, d', 'e\nf'],
  ]);
  expect(await readBlock('Paris, France')).toEqual([['Paris, France']]);
});
