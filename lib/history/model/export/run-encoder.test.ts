import { describe, expect, it } from 'vitest';
import { EXPORT_VERSION, type ExportFormat, exportFormatSchema, RUNS_FORMAT } from '../run-export';
import { createRunCounter } from './run-counter';
import { createRunEncoder } from './run-encoder';
import { exampleRun, HARD_TEXTS } from './testing/example-runs';
import { parseCsv } from './testing/parse-csv';

const AT = '2026-03-02T00:00:00.000Z';
const HARD_RUNS = HARD_TEXTS.map((text, at) =>
  exampleRun({
    id: `run-${at}`,
    title: text,
    note: text,
    connectionName: text,
    request: { model: 'm', prompt: text },
    outputs: [
      { index: 0, text, finishReason: 'stop', tokens: null },
      { index: 1, text: `${text}${text}`, finishReason: null, tokens: null },
    ],
  }),
);

function write(format: ExportFormat, runs = HARD_RUNS): string {
  const encoder = createRunEncoder(format, AT);
  return encoder.begin() + runs.flatMap((run) => [...encoder.run(run)]).join('') + encoder.end();
}

/** As it comes out of a file. */
const overUtf8 = (text: string) => new TextDecoder().decode(new TextEncoder().encode(text));

describe('JSON', () => {
  it('is one document with every run as it is, over UTF-8', () => {
    const document = JSON.parse(overUtf8(write('json')));
    expect(document).toEqual({
      format: RUNS_FORMAT,
      version: EXPORT_VERSION,
      exportedAt: AT,
      runs: JSON.parse(JSON.stringify(HARD_RUNS)),
    });
    expect(document.runs.map((run: { title: string }) => run.title)).toEqual(HARD_TEXTS);
    expect(JSON.parse(write('json', []))).toMatchObject({ runs: [] });
  });
});

describe('CSV', () => {
  it('has a row a choice, and every text comes back', () => {
    const text = write('csv');
    expect(text.startsWith('\ufeffrun,id,created_at,')).toBe(true);
    const [head = [], ...rows] = parseCsv(text);
    expect(rows).toHaveLength(HARD_TEXTS.length * 2);
    const column = (name: string) => rows.map((row) => row[head.indexOf(name)] ?? '');
    const retained = (given: string) => given.replace(/\p{Surrogate}|\0/gu, '\ufffd');
    // Apart from the guards against formulas.
    const withoutGuards = (cell: string) => cell.replace(/'(?=\s*[=+\-@]|[\t\r\n])/g, '');
    expect(column('output').map(withoutGuards)).toEqual(
      HARD_TEXTS.flatMap((one) => [retained(one), retained(one + one)]).map(withoutGuards),
    );
    expect(column('choice').slice(0, 2)).toEqual(['0', '1']);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([head.length]));
  });

  it('is written row by row: a run of many choices repeats its prompt in each', () => {
    const parameters = { suffix: 's'.repeat(50_000), logit_bias: { 5: 1 } };
    const run = exampleRun({
      request: {
        model: 'm',
        prompt: [`a${'p'.repeat(50_000)}`, `b${'"'.repeat(25_000)}`],
        n: 50,
        ...parameters,
      },
      outputs: Array.from({ length: 100 }, (_, index) => ({
        ...{ index, text: `${index}`, finishReason: 'stop', tokens: null },
      })),
    });
    const encoder = createRunEncoder('csv', AT);
    const head = encoder.begin();
    const pieces = [...encoder.run(run)];
    expect(pieces).toHaveLength(100);
    for (const piece of pieces) expect(piece.length).toBeLessThan(110_000);
    const [names = [], ...rows] = parseCsv(head + pieces.join(''));
    const column = (name: string) => rows.map((row) => row[names.indexOf(name)] ?? '');
    expect(column('output')).toEqual(run.outputs.map(({ text }) => text));
    expect(new Set(column('prompt').slice(50))).toEqual(new Set([`b${'"'.repeat(25_000)}`]));
    expect(new Set(column('suffix'))).toEqual(new Set([parameters.suffix]));
  });

  it('has no cell that a spreadsheet would calculate', () => {
    const cells = parseCsv(write('csv')).flat();
    expect(cells.filter((cell) => /^\s*[=+\-@]|^[\t\r\n]/.test(cell))).toEqual([]);
    expect(cells).toContain('\'=HYPERLINK("http://evil.example")');
  });

  it('gives each choice of a list of prompts its own prompt', () => {
    const run = exampleRun({
      request: { model: 'm', prompt: ['a', 'b'], n: 2 },
      outputs: [0, 1, 2, 3].map((index) => ({ index, text: '', finishReason: null, tokens: null })),
    });
    const [head = [], ...rows] = parseCsv(write('csv', [run]));
    expect(rows.map((row) => row[head.indexOf('prompt')])).toEqual(['a', 'a', 'b', 'b']);
    expect(parseCsv(write('csv', [exampleRun({ outputs: [] })]))).toHaveLength(2);
  });
});

describe('Markdown', () => {
  /** What a reader takes for headings: nothing that stands in a fence. */
  function headings(text: string): string[] {
    const found: string[] = [];
    let fence: string | null = null;
    for (const line of text.split('\n')) {
      const mark = /^(`{3,})/.exec(line)?.[1];
      if (fence === null && mark) fence = mark;
      else if (fence !== null && line.trimEnd() === fence) fence = null;
      else if (fence === null && line.startsWith('#')) found.push(line);
    }
    expect(fence).toBeNull();
    return found;
  }

  it('keeps every text inside its fence', () => {
    const found = headings(write('markdown'));
    expect(found.filter((line) => line.startsWith('### Output'))).toHaveLength(HARD_TEXTS.length * 2);
    expect(found.filter((line) => line.startsWith('## '))).toHaveLength(HARD_TEXTS.length);
    for (const text of HARD_TEXTS) {
      expect(write('markdown')).toContain(text.replace(/\p{Surrogate}|\0/gu, '\ufffd'));
    }
  });

  it('reads well', () => {
    const run = exampleRun({ title: 'A *bold* title', tags: ['keep', 'poem'], starred: true });
    expect(write('markdown', [run])).toMatchInlineSnapshot(`
      "# Runs

      Exported from Completions Playground, 2026-03-02 00:00:00 UTC.

      <!-- run 1 -->
      ## 1. A \\*bold\\* title

      - Created: 2026-03-01 10:00:00 UTC
      - Status: complete
      - Model: \`practice-1\`
      - Connection: Practice model
      - Source: playground
      - Tags: keep, poem
      - Starred: yes
      - Parameters: \`{"stream":true}\`
      - Duration: 1.50 s
      - ID: \`0199aaaa-0000-7000-8000-000000000001\`

      ### Prompt

      \`\`\`text
      Once upon a time
      \`\`\`

      ### Output

      Ended naturally or at a stop sequence.

      \`\`\`text
       there was
      \`\`\`
      "
    `);
  });
});

describe('the count of runs that have passed by', () => {
  const plain = HARD_RUNS.filter(({ title }) => !title?.includes('<!-- run'));

  it.each(exportFormatSchema.options)('is right for %s, wherever the bytes are cut', (format) => {
    const bytes = new TextEncoder().encode(write(format, plain));
    for (const step of [1, 5, 1000, bytes.length]) {
      const counter = createRunCounter(format);
      let runs = 0;
      for (let at = 0; at < bytes.length; at += step) {
        const now = counter.push(bytes.subarray(at, Math.min(bytes.length, at + step)));
        expect(now).toBeGreaterThanOrEqual(runs);
        runs = now;
      }
      expect(runs).toBe(plain.length);
    }
  });
});
