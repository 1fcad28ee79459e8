import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CLIENTS, CODE, FEATURES } from '@/e2e/compatibility/clients/features';
import { SERVERS } from '@/e2e/compatibility/servers/servers';
import { TRIALS } from '@/e2e/compatibility/servers/trials';
import { CLIENT_LABELS } from '@/lib/runs/model/snippets/code-clients';
import { compatibilityTable, replacePart } from './lib/compatibility-table';

const DOCUMENT = readFileSync('docs/compatibility.md', 'utf8');
const partOf = (name: string) => DOCUMENT.split(`<!-- ${name}: `)[1] ?? '';

it('draws a table with versions, padded columns, notes, and what was not tried', () => {
  const table = compatibilityTable(
    [
      { id: 'one', label: 'One', version: '1.2' },
      { id: 'two', label: 'Two', version: null },
    ],
    { plain: 'A plain call', odd: 'a | b' },
    [
      { subject: 'one', row: 'plain', result: 'fail', note: `It said\n"<b>" \u0007| ${'x'.repeat(400)}` },
      { subject: 'two', row: 'plain', result: 'pass', note: '' },
    ],
  );
  expect(table.split('\n')).toEqual([
    '|              | One        | Two           |',
    '|--------------|------------|---------------|',
    '| Version      | 1.2        | not available |',
    '| A plain call | fail       | not available |',
    '| a \\| b       | not tested | not available |',
    '',
    `- One, A plain call, fail: It said "\\<b>"  \\| ${'x'.repeat(283)}…`,
  ]);
});

it('replaces one part of a document and leaves the other as it is', () => {
  const document =
    'Top\n<!-- a: begin -->\nold $1\n<!-- a: end -->\n<!-- b: begin -->\n\nb\n\n<!-- b: end -->\n';
  const replaced = replacePart(document, 'a', 'new $&');
  expect(replaced).toBe(
    'Top\n<!-- a: begin -->\n\nnew $&\n\n<!-- a: end -->\n<!-- b: begin -->\n\nb\n\n<!-- b: end -->\n',
  );
  expect(() => replacePart(document, 'c', '')).toThrow('no section "c"');
});

it.each([
  ['clients', [...CLIENTS.map(({ label }) => label), ...Object.values(CLIENT_LABELS)]],
  ['clients', [...Object.values(FEATURES), ...Object.values(CODE)]],
  ['servers', SERVERS.map(({ label }) => label)],
  ['servers', Object.values(TRIALS).map(({ label }) => label)],
])('names in the part of the %s each of %j', (part, labels) => {
  const text = partOf(part);
  expect(labels.filter((label) => !text.includes(`| ${label} `))).toEqual([]);
  expect(text.includes('not tested')).toBe(false);
});

it.each(CLIENTS.map(({ checks }) => checks))('%s tries every feature', (file) => {
  const source = readFileSync(`e2e/compatibility/clients/${file}`, 'utf8');
  const tried = [...source.matchAll(/^(?:@check|not_offered)\("(\w+)"/gm)].map(([, feature]) => feature);
  expect(tried.sort()).toEqual(Object.keys(FEATURES).sort());
});

it('has a file of checks for nothing but a client', () => {
  const files = readdirSync('e2e/compatibility/clients').filter((name) => name.endsWith('_client.py'));
  expect(files.sort()).toEqual(CLIENTS.map(({ checks }) => checks).sort());
});
