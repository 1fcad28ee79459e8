import { expect, it } from 'vitest';
import { applyChange, type DocumentText, EMPTY_TEXT, type Piece } from './document-text';
import { exportDocument } from './export-document';

function textOf(...pieces: readonly (readonly [text: string, runId: string | null])[]): DocumentText {
  const inserted = pieces.map(
    ([text, runId]): Piece => ({ text, source: runId === null ? null : { runId, choice: 0, at: 0 } }),
  );
  return applyChange(EMPTY_TEXT, { at: 0, removed: [], inserted });
}

const TALE = textOf(['Once ', null], ['upon', 'a'], [' a time', 'b'], ['.\n', null]);

it('is the text itself without marks, under its title in Markdown', () => {
  expect(exportDocument(TALE, 'A tale', { kind: 'text', marked: false })).toBe('Once upon a time.\n');
  expect(exportDocument(TALE, 'A\ntale', { kind: 'markdown', marked: false })).toBe(
    '# A tale\n\nOnce upon a time.\n',
  );
});

it('says in its first line how it marks what the model wrote', () => {
  const [legend, , ...lines] = exportDocument(TALE, null, { kind: 'text', marked: true }).split('\n');
  expect(legend).toContain('⟦');
  expect(lines.join('\n')).toBe('Once ⟦upon a time⟧.\n');
  const markdown = exportDocument(TALE, 'A tale', { kind: 'markdown', marked: true });
  expect(markdown).toMatch(/^<!--.*-->\n\n# A tale\n\n/);
  expect(markdown).toContain('Once <mark>upon</mark> <mark>a time</mark>.\n');
});

it('marks each paragraph, and never takes the text’s own marks for ours', () => {
  const text = textOf(['one\n\n two ⟦x⟧ <mark>y</mark>\n', 'a'], ['</mark>', null]);
  expect(exportDocument(text, null, { kind: 'text', marked: true })).toMatch(
    /⟦one\n\n two \\⟦x\\⟧ <mark>y<\/mark>\n⟧<\/mark>$/,
  );
  expect(exportDocument(text, null, { kind: 'markdown', marked: true })).toMatch(
    /<mark>one<\/mark>\n\n <mark>two ⟦x⟧ &lt;mark>y&lt;\/mark><\/mark>\n&lt;\/mark>$/,
  );
});

it('has no marks that authors have put together, in any case, nor escapes of ours', () => {
  const exported = (kind: 'text' | 'markdown', ...pieces: (readonly [string, string | null])[]) =>
    exportDocument(textOf(...pieces), '<mark>', { kind, marked: true })
      .split('\n')
      .slice(2)
      .join('\n');
  const forged = exported(
    'markdown',
    ['<', 'a'],
    ['mark>b</', 'b'],
    ['MARK >', 'a'],
    ['<Mark class=x>', null],
  );
  expect(forged).toBe('# &lt;mark>\n\n<mark>&lt;mark>b&lt;/MARK ></mark>&lt;Mark class=x>');
  expect(exported('markdown', ['a\\', 'a'], ['b\\', null], ['c\\\\', 'a'])).toMatch(
    /<mark>a\\\\<\/mark>b\\\\<mark>c\\\\<\/mark>$/,
  );
  expect(exported('text', ['a\\', 'a'], ['\\⟦', null])).toBe('⟦a\\\\⟧\\⟦');
});
