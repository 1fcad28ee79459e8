import { describe, expect, it } from 'vitest';
import type { ExportedRun } from '../run-export';
import { readFileRun } from './read-exported-run';
import { createRunEncoder } from './run-encoder';
import { createRunFileReader, type FileRun } from './run-file-reader';
import { exampleRun, HARD_TEXTS } from './testing/example-runs';

const RUNS = HARD_TEXTS.map((text, at) =>
  exampleRun({
    id: `run-${at}`,
    title: at % 2 === 0 ? text : null,
    request: { model: 'm', prompt: [text, 'second'], stop: text === '' ? undefined : [text] },
    outputs: [{ index: 0, text, finishReason: null, tokens: [{ text, logprob: -0.1, top: [] }] }],
  }),
).map((run) => JSON.parse(JSON.stringify(run)) as ExportedRun);

function written(format: 'json' | 'jsonl', runs: readonly ExportedRun[] = RUNS): string {
  const encoder = createRunEncoder(format, '2026-03-02T00:00:00.000Z');
  return encoder.begin() + runs.flatMap((run) => [...encoder.run(run)]).join('') + encoder.end();
}

function readAll(text: string, step = Number.POSITIVE_INFINITY, limit = 1_000_000) {
  const bytes = new TextEncoder().encode(text);
  const reader = createRunFileReader(limit);
  const found: FileRun[] = [];
  for (let at = 0; at < bytes.length; at += step) {
    found.push(...reader.push(bytes.subarray(at, Math.min(bytes.length, at + step))));
  }
  found.push(...reader.finish());
  return { found, reader, read: found.map(readFileRun) };
}

const good = (runs: readonly ExportedRun[]) => runs.map((run) => ({ ok: true, run }));

describe.each(['json', 'jsonl'] as const)('a file of %s', (format) => {
  it('is read as it was written, wherever it is cut', () => {
    for (const step of [1, 2, 3, 7, 64, 1000, Number.POSITIVE_INFINITY]) {
      const { read, reader } = readAll(written(format), step);
      expect(reader.problem).toBeNull();
      expect(read).toEqual(good(RUNS));
    }
  });

  it('may have a byte order mark, CRLF, and nothing in it', () => {
    const windows = `\ufeff${written(format).replaceAll('\n', '\r\n')}\r\n\r\n`;
    expect(readAll(windows, 5).read).toEqual(good(RUNS));
    if (format === 'json') expect(readAll(written(format, [])).reader.problem).toBeNull();
  });

  it('says where each run stands', () => {
    const { found } = readAll(written(format), 11);
    const first = format === 'json' ? 2 : 1;
    expect(found.map(({ number, line }) => [number, line])).toEqual(
      RUNS.map((_, at) => [at + 1, at + first]),
    );
  });

  it('passes over a run that is too long or too deep, and reads the others', () => {
    const long = exampleRun({ title: 'x'.repeat(900) });
    const { read } = readAll(written(format, [exampleRun(), long, exampleRun({ id: 'last' })]), 100, 1_200);
    expect(read).toEqual([
      { ok: true, run: exampleRun() },
      { ok: false, reason: "It's larger than 16 MB." },
      { ok: true, run: exampleRun({ id: 'last' }) },
    ]);
    const deep = written(format, [exampleRun(), exampleRun()]).replace(
      '"title":null',
      `"title":${'['.repeat(500)}${']'.repeat(500)}`,
    );
    expect(readAll(deep, 100).read.map(({ ok }) => ok)).toEqual([false, true]);
  });
});

describe('a document', () => {
  it('may be pretty-printed, with its fields in another order', () => {
    const { runs, ...head } = JSON.parse(written('json'));
    const text = JSON.stringify(
      { exportedAt: head.exportedAt, lists: [[{ runs: [1] }]], format: head.format, runs, version: 1 },
      null,
      2,
    );
    const { read, reader } = readAll(text, 13);
    expect(reader.problem).toBeNull();
    expect(reader.fields.exportedAt).toBe('2026-03-02T00:00:00.000Z');
    expect(read).toEqual(good(RUNS));
  });

  it('that ends early gives what came before, and says so', () => {
    const text = written('json');
    const { read, reader } = readAll(text.slice(0, text.lastIndexOf('"id"')), 17);
    expect(reader.problem).toBe('cut_off');
    expect(read).toEqual(good(RUNS.slice(0, -1)));
  });

  it.each([
    ['nothing', '', 'not_runs'],
    ['text', 'Dear diary', 'not_runs'],
    ['a list', '[1,2]', 'not_runs'],
    ['a version to come', '{"format":"completions-playground.runs","version":2,"runs":[{}]}', 'newer'],
    [
      'a version that is none',
      '{"format":"completions-playground.runs","version":"1","runs":[{}]}',
      'not_runs',
    ],
    ['no version', '{"format":"completions-playground.runs","runs":[]}', 'not_runs'],
    ['signs between runs', '{"format":"completions-playground.runs","version":1,"runs":[:]}', 'broken'],
    [
      'a list that is closed as an object',
      '{"format":"completions-playground.runs","version":1,"runs":[}',
      'broken',
    ],
    ['a bracket too many', '{"format":"completions-playground.runs","version":1,"runs":[]}]', 'broken'],
    ['signs after the end', '{"format":"completions-playground.runs","version":1,"runs":[]} more', 'broken'],
    ['a missing colon', '{"format" "completions-playground.runs"}', 'broken'],
  ])('that is %s is refused', (_what, text, problem) => {
    for (const step of [1, 1000]) expect(readAll(text, step).reader.problem).toBe(problem);
  });

  it('is refused when it is not UTF-8', () => {
    const reader = createRunFileReader(1_000);
    reader.push(new Uint8Array([0x7b, 0xff, 0x7d]));
    reader.finish();
    expect(reader.problem).toBe('not_utf8');
  });

  it('of runs that are not gives a reason for each', () => {
    const broken = (change: object) => JSON.stringify({ ...exampleRun(), ...change });
    const runs = [
      '5',
      'nonsense',
      '{"a":}',
      broken({ surprise: 1 }),
      broken({ request: { model: 'm', prompt: 'p', n: 0 } }),
      broken({ request: { model: 'm', prompt: 'p', key: 'sk-1' } }),
      broken({ outputs: [{ index: 1e9, text: '', finishReason: null, tokens: null }] }),
      broken({ createdAt: '1970-12-31T23:59:59.000Z' }),
      broken({ tags: ['a', 'a'] }),
      broken({ starred: 'yes' }),
      `${broken({}).slice(0, -1)},"__proto__":{"starred":true}}`,
    ];
    const text = `{"format":"completions-playground.runs","version":1,"runs":[${runs.join(',')}]}`;
    for (const step of [1, 10_000]) {
      const { read } = readAll(text, step);
      expect(read.map((one) => (one.ok ? 'read' : one.reason))).toEqual([
        "It isn't a run.",
        "It isn't valid JSON.",
        "It isn't valid JSON.",
        'Unknown field "surprise".',
        'Choices (n) must be at least 1.',
        'Unknown field "request.key".',
        'outputs.0.index is missing or invalid.',
        'The time must be between 1971 and 2200.',
        'A tag appears twice.',
        'starred is missing or invalid.',
        'Unknown field "__proto__".',
      ]);
    }
  });
});

describe('lines', () => {
  it('that are broken lose only themselves', () => {
    const lines = written('jsonl', [exampleRun(), exampleRun({ id: 'b' })]).split('\n');
    const text = [lines[0], '{"half": ', '', 'null', lines[1]].join('\n');
    expect(readAll(text, 9).read).toEqual([
      { ok: true, run: exampleRun() },
      { ok: false, reason: "It isn't valid JSON." },
      { ok: false, reason: "It isn't a run." },
      { ok: true, run: exampleRun({ id: 'b' }) },
    ]);
  });

  it('of another version are named', () => {
    const text = written('jsonl', [exampleRun()]).replace('"version":1', '"version":3');
    expect(readAll(text).read).toEqual([{ ok: false, reason: "Its version, 3, isn't supported." }]);
  });
});

it('a run is measured in bytes, as the server will measure it', () => {
  const text = (length: number) =>
    JSON.stringify(exampleRun({ note: null, outputs: [output('漢'.repeat(length))] }));
  const output = (written: string) => ({ index: 0, text: written, finishReason: null, tokens: null });
  const read = (length: number) => readFileRun({ number: 1, line: 1, text: text(length) });
  expect(read(5 * 1024 * 1024)).toMatchObject({ ok: true });
  expect(read(6 * 1024 * 1024)).toEqual({ ok: false, reason: "It's larger than 16 MB." });
});

it('counts the lines of the white space in front of a file', () => {
  for (const step of [1, 5, 1000]) {
    const { read, found } = readAll(`\n \r\n\n${written('jsonl')}`, step);
    expect(read).toEqual(good(RUNS));
    expect(found[0]?.line).toBe(4);
    expect(readAll(`\n\n${written('json')}`, step).found[0]?.line).toBe(4);
    expect(readAll(' \n ', step).reader.problem).toBe('not_runs');
  }
});

it('does not parse a line that is nested without a bottom', () => {
  const { read } = readAll(
    `{"a":${'['.repeat(500_000)}\n{"a":[${'[],'.repeat(800_000)}1]}`,
    65_536,
    4_000_000,
  );
  expect(read).toEqual([
    { ok: false, reason: 'It is nested too deeply.' },
    { ok: false, reason: 'It contains too many lists and objects.' },
  ]);
});
