import { describe, expect, it } from 'vitest';
import { findModels } from '@/components/playground/toolbar/find-models';
import { markdownTable } from '@/lib/compare/model/markdown-table';
import { judge, prepareChecks } from '@/lib/compare/model/run-checks';
import { splitTyped } from '@/lib/compare/model/sweep-text';
import { parseAxisValues } from '@/lib/compare/model/sweep-values';
import { textMeasures } from '@/lib/compare/model/text-measures';
import { createCsvLines } from '@/lib/history/model/export/csv';
import { createRunFileReader } from '@/lib/history/model/export/run-file-reader';
import { findHits, searchTerms } from '@/lib/history/model/search/search-terms';
import { fileSlug } from '@/lib/platform/client/save-file';
import { readNumber } from '@/lib/platform/numbers/read-number';
import { readBiasJson } from '@/lib/playground/client/bias-json';
import { readStopText, writeStopText } from '@/lib/playground/client/stop-text';
import { importRequest } from '@/lib/playground/model/import/import-request';
import { growsTooMuch, type Reading } from '@/lib/protocol/fixtures/growth';
import { trailingWhitespace } from '@/lib/protocol/request/whitespace-guard';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { quotedLines } from '@/lib/runs/model/snippets/snippet-input';
import { diffJson } from '@/lib/texts/model/diff-json';
import { diffLines, diffSentences, diffWords } from '@/lib/texts/model/diff-text';
import { firstDivergence } from '@/lib/texts/model/divergence';
import { similarity } from '@/lib/texts/model/similarity';
import { splitSentences, splitWords } from '@/lib/texts/model/split-text';
import { textKind } from '@/lib/texts/model/text-kind';
import { tokenSpans } from '@/lib/texts/model/token-spans';

/** Everything the page does with foreign texts: pasted, opened, compared, searched, shown. */
const PASTED = { size: 200 * 1024, quick: 1 };
/** Runs of a file are passed on one by one, and the page draws in between. */
const OPENED = { size: 32 * 1024, quick: 2.5 };
/** Searches run over lines and snippets; a query is cut at 200 characters. */
const LOOKED_FOR = { size: 25 * 1024, quick: 5 };
/** Comparing happens in a worker, where it may take longer without blocking anyone. */
const COMPARED = { size: 25 * 1024, quick: 5 };

const importing = (code: string) => (run: string) => importRequest(code + run);

function file(text: string) {
  const reader = createRunFileReader(16 * 1024 * 1024);
  return [...reader.push(new TextEncoder().encode(text)), ...reader.finish()];
}

const pasted: readonly (Omit<Reading, 'size'> & Partial<Reading>)[] = [
  { name: 'an import of anything', read: importing('') },
  { name: 'an import behind words', read: importing('a') },
  { name: 'Python', read: importing('client.completions.create(prompt=') },
  { name: 'Python, in a text', read: importing('client.completions.create(prompt="') },
  { name: 'Python, in a list', read: importing('client.completions.create(prompt=[') },
  { name: 'Python, in a number', read: importing('client.completions.create(n=1') },
  { name: 'TypeScript', read: importing('client.completions.create({prompt: ') },
  { name: 'TypeScript, in a template', read: importing('client.completions.create({prompt: `') },
  { name: 'TypeScript, in a comment', read: importing('client.completions.create({/*') },
  { name: 'TypeScript, comments that do not end', read: importing('{a:/*,') },
  { name: 'curl', read: importing('curl https://a.test/v1/completions -d ') },
  { name: 'curl, in quotation marks', read: importing('curl https://a.test -d "') },
  { name: 'curl, in an ANSI text', read: importing("curl https://a.test -d $'") },
  { name: 'curl, in a here-document', read: importing('curl https://a.test -d @- <<') },
  { name: 'JSON, in a text', read: importing('{"prompt":"') },
  { name: 'JSON, between fields', read: importing("{'a': 1, ") },
  { name: 'a bias', read: (run) => readBiasJson(`{"1":${run}`) },
  { name: 'stop texts', read: (run) => [readStopText(run), writeStopText(run)] },
  { name: 'a number', read: (run) => readNumber(`1${run}`) },
  { name: 'numbers of a sweep', read: (run) => parseAxisValues('temperature', `1${run}`) },
  {
    name: 'texts of a sweep',
    read: (run) => [splitTyped(run), splitTyped(`"${run}`), splitTyped(`["${run}`)],
  },
  {
    ...OPENED,
    name: 'a file of runs',
    read: (run) => file(`{"format":"completions-playground.runs","version":1,"runs":[${run}`),
  },
  { ...OPENED, name: 'a file of lines', read: (run) => file(`{"a":${run}`) },
  { name: 'a file that begins with it', read: file },
  { name: 'the name of a file', read: (run) => fileSlug(run, 'file') },
  { name: 'a search for models', read: (run) => findModels([{ id: run, ownedBy: null }], [], run) },
  { ...LOOKED_FOR, name: 'a search', read: (run) => [searchTerms(run), searchTerms(`"${run}`)] },
  {
    ...LOOKED_FOR,
    name: 'hits of a search',
    read: (run) => findHits(`a${run}`, 'a x', { substrings: true }),
  },
  { ...LOOKED_FOR, name: 'hits of a phrase', read: (run) => findHits(`a${run}`, '"a b"') },
  { name: 'white space at the end of a prompt', read: (run) => trailingWhitespace(run) },
  { name: 'white space made visible', read: visibleInline },
  { name: 'view code', read: quotedLines, quick: 3 },
  { name: 'a table', read: (run) => [createCsvLines()([run]), markdownTable([['a'], [run]])] },
  { name: 'the kind of a text', read: (run) => [textKind(run), textKind(`{"a${run}`), textKind(`[1${run}`)] },
  { name: 'JSON that is compared', read: (run) => diffJson(`[1,${run}]`, `[2,${run}]`), quick: 3 },
  { name: 'a number of JSON', read: (run) => diffJson(`1.${run}1`, `1e${run}`) },
  { name: 'a number of JSON with zeros', read: (run) => diffJson(`1.${run.replaceAll('x', '1')}`, '1') },
  { name: 'sentences', read: splitSentences },
];

const checks = await prepareChecks([
  { id: 'a', kind: 'contains', value: 'xy', matchCase: false },
  { id: 'b', kind: 'equals', value: 'x', matchCase: true },
  { id: 'c', kind: 'matches', value: '(\\s+|x|\\w)+$z', matchCase: false },
  { id: 'd', kind: 'json', keys: [] },
  { id: 'e', kind: 'length', unit: 'characters', min: 1, max: null },
]);

const compared: readonly Omit<Reading, 'size' | 'quick'>[] = [
  { name: 'words', read: splitWords },
  { name: 'a difference by words', read: (run) => diffWords(`a${run}`, `${run}b`) },
  { name: 'a difference by sentences', read: (run) => diffSentences(`a${run}`, `${run}b`) },
  { name: 'a difference by lines', read: (run) => diffLines(`a${run}`, `${run}b`) },
  { name: 'how alike', read: (run) => similarity(`a${run}`, `${run}b`) },
  { name: 'measures', read: textMeasures },
  {
    name: 'checks',
    read: (text) =>
      [`a${text}`, `[${text}`].map((one) =>
        judge(checks, { text: one, tokenCount: null, isEstimated: false }),
      ),
  },
  {
    name: 'where outputs part',
    read: (run) => firstDivergence({ text: `${run}a`, tokens: null }, { text: `${run}b`, tokens: null }),
  },
  {
    name: 'tokens that are not the text',
    read: (run) =>
      tokenSpans(
        `b${run}`,
        [...run].map((text) => ({ text, logprob: -1, top: [] })),
        0,
      ),
  },
];

describe('twice the text takes about twice the time, whatever it is made of', () => {
  it.each(pasted)('$name', { timeout: 600_000 }, (reading) => {
    expect(growsTooMuch({ ...PASTED, ...reading })).toEqual([]);
  });

  it.each(compared)('comparing: $name', { timeout: 600_000 }, (reading) => {
    expect(growsTooMuch({ ...reading, ...COMPARED })).toEqual([]);
  });
});
