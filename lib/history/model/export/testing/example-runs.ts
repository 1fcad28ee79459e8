import type { ExportedRun } from '../../run-export';

/** A run of a file, with everything optional absent. */
export function exampleRun(fields: Partial<ExportedRun> = {}): ExportedRun {
  return {
    id: '0199aaaa-0000-7000-8000-000000000001',
    originId: null,
    createdAt: '2026-03-01T10:00:00.000Z',
    order: 7,
    endedAt: '2026-03-01T10:00:01.500Z',
    status: 'complete',
    source: 'playground',
    sourceName: null,
    title: null,
    note: null,
    starred: false,
    tags: [],
    connectionName: 'Practice model',
    connectionKind: 'practice',
    model: 'practice-1',
    request: { model: 'practice-1', prompt: 'Once upon a time', stream: true },
    retries: null,
    choiceCount: 1,
    outputs: [{ index: 0, text: ' there was', finishReason: 'stop', tokens: null }],
    usage: null,
    timings: null,
    durationMs: 1500,
    tokenCount: null,
    pace: null,
    response: null,
    error: null,
    attempts: [],
    parentId: null,
    parentOriginId: null,
    branch: null,
    ...fields,
  };
}

/**
 * Texts that break careless code: quotes, fences, formulas, all kinds of line ends, and what UTF-8 cannot
 * encode.
 */
export const HARD_TEXTS = [
  '',
  ' ',
  '"quoted", and a comma',
  'two\nlines\r\nand\rthree',
  '=HYPERLINK("http://evil.example")',
  '-1+1',
  '@SUM(1)',
  '\t=1',
  ' =1+1',
  '\n\n- a list',
  '```\nfence\n````\n',
  '`',
  '<!-- run 9 --> <script>',
  '# not a heading',
  'nul \0 and \u001a0000',
  'half \ud83d of an emoji \udc00 and a whole one 🎈',
  '\u2028 and ❄ é 漢字',
  ']}\n]}\n{"format":"completions-playground.runs"}',
];
