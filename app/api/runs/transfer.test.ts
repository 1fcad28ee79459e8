import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import * as run from '@/app/api/runs/[runId]/route';
import * as exported from '@/app/api/runs/export/route';
import * as check from '@/app/api/runs/import/check/route';
import * as links from '@/app/api/runs/import/links/route';
import * as imported from '@/app/api/runs/import/route';
import { exampleRun, HARD_TEXTS } from '@/lib/history/model/export/testing/example-runs';
import { parseCsv } from '@/lib/history/model/export/testing/parse-csv';
import type { ExportedRun } from '@/lib/history/model/run-export';
import { MAX_IMPORTED } from '@/lib/history/model/run-import';
import { resetLimits } from '@/lib/platform/server/limits/rate-limits';
import { callRoute, newVisitor, toRequest } from '@/lib/testing/call-route';
import { describeApi } from '@/lib/testing/describe-api';

const EXPORT = '/api/runs/export';

interface Document {
  readonly runs: ExportedRun[];
}

async function exportJson(cookie: string, query = 'format=json'): Promise<ExportedRun[]> {
  const answer = await callRoute(exported.GET, { cookie, path: `${EXPORT}?${query}` });
  expect(answer.status, answer.text).toBe(200);
  return (JSON.parse(answer.text) as Document).runs;
}

const importRuns = (cookie: string, runs: unknown) =>
  callRoute(imported.POST, { method: 'POST', cookie, body: { runs } });

describeApi('export and import', () => {
  it('gives each format as a file to be saved', async () => {
    const { cookie } = await newVisitor();
    const runs = HARD_TEXTS.map((text, at) =>
      exampleRun({
        id: `run-${at}`,
        order: 100 - at,
        request: { model: 'm', prompt: text },
        title: text || null,
      }),
    );
    const here = (await importRuns(cookie, runs)).json;
    expect(here).toEqual({ imported: runs.length, here: 0, withoutParent: [], refused: [] });

    // One after the other: a user has two open exports at most.
    const files: Record<string, string> = {};
    for (const format of ['json', 'jsonl', 'csv', 'markdown']) {
      const answer = await callRoute(exported.GET, { cookie, path: `${EXPORT}?format=${format}` });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-disposition')).toMatch(
        /^attachment; filename="completions-runs-\d{4}-\d\d-\d\d\.(json|jsonl|csv|md)"$/,
      );
      expect(answer.headers.get('x-run-count')).toBe(String(runs.length));
      expect(answer.headers.get('cache-control')).toContain('no-store');
      files[format] = answer.text;
    }
    const fromJson = (JSON.parse(files.json ?? '') as Document).runs;
    expect(fromJson.map(({ request }) => request.prompt)).toEqual(HARD_TEXTS);
    const lines = (files.jsonl ?? '').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      fromJson.map((run) => ({ format: 'completions-playground.run', version: 1, ...run })),
    );
    expect(parseCsv(files.csv ?? '')).toHaveLength(runs.length + 1);
    expect(files.markdown?.match(/^## \d+\. /gm)).toHaveLength(runs.length);
    // The lines can be imported without changes.
    const { cookie: other } = await newVisitor();
    expect(
      (
        await importRuns(
          other,
          lines.map((line) => JSON.parse(line)),
        )
      ).json,
    ).toMatchObject({
      imported: runs.length,
    });
    expect((await exportJson(other)).map(({ title }) => title)).toEqual(runs.map(({ title }) => title));
  });

  it('exports what is filtered, what is chosen, and never what is deleted or somebody else’s', async () => {
    const { cookie } = await newVisitor();
    const { cookie: otherTenant } = await newVisitor();
    await importRuns(cookie, [
      exampleRun({ id: 'a', order: 3, starred: true }),
      exampleRun({ id: 'b', order: 2, tags: ['two words'], status: 'failed' }),
      exampleRun({ id: 'c', order: 1, title: 'A lighthouse' }),
    ]);
    const origins = (runs: readonly ExportedRun[]) => runs.map(({ originId }) => originId);
    const all = await exportJson(cookie);
    expect(origins(all)).toEqual(['a', 'b', 'c']);
    expect(origins(await exportJson(cookie, 'format=json&sort=oldest'))).toEqual(['a', 'b', 'c']);
    expect(origins(await exportJson(cookie, 'format=json&starred=yes'))).toEqual(['a']);
    expect(origins(await exportJson(cookie, 'format=json&tag=two%20words&status=failed'))).toEqual(['b']);
    expect(origins(await exportJson(cookie, 'format=json&q=lighthouse'))).toEqual(['c']);
    expect(await exportJson(otherTenant)).toEqual([]);

    const choose = async (who: string, ids: string[]) => {
      const body = { format: 'json', ids };
      const answer = await callRoute(exported.POST, { method: 'POST', cookie: who, body });
      return (JSON.parse(answer.text) as Document).runs;
    };
    const ids = all.map(({ id }) => id);
    expect(origins(await choose(cookie, [...ids].reverse()))).toEqual(['a', 'b', 'c']);
    expect(await choose(otherTenant, ids)).toEqual([]);
    const params = { runId: ids[1] ?? '' };
    await callRoute(run.DELETE, { method: 'DELETE', cookie, params });
    expect(origins(await choose(cookie, ids))).toEqual(['a', 'c']);
    expect(origins(await exportJson(cookie))).toEqual(['a', 'c']);
  });

  it('brings in what is right and gives a reason for the rest', async () => {
    const { cookie } = await newVisitor();
    const twice = { index: 0, text: '', finishReason: null, tokens: null };
    const answer = await importRuns(cookie, [
      exampleRun({ id: 'good' }),
      { ...exampleRun({ id: 'x' }), userId: 'somebody' },
      { ...exampleRun({ id: 'y' }), outputs: [twice, twice] },
      exampleRun({ id: 'good' }),
      { ...exampleRun({ id: 'late', parentId: 'not here' }) },
      {},
    ]);
    expect(answer.json).toEqual({
      imported: 2,
      here: 1,
      withoutParent: ['late'],
      refused: [
        { index: 1, reason: 'Unknown field "userId".' },
        { index: 2, reason: 'A choice appears twice.' },
        { index: 5, reason: 'id is missing or invalid.' },
      ],
    });
    const request = { method: 'POST', cookie, body: { ids: ['good', 'late', 'x'] } };
    expect((await callRoute(check.POST, request)).json).toEqual({ here: ['good', 'late'] });
    await importRuns(cookie, [exampleRun({ id: 'not here', createdAt: '2020-01-01T00:00:00.000Z' })]);
    const body = { links: [{ id: 'late', parentId: 'not here' }] };
    expect((await callRoute(links.POST, { method: 'POST', cookie, body })).json).toEqual({ linked: 1 });
    const late = (await exportJson(cookie)).find(({ originId }) => originId === 'late');
    expect(late).toMatchObject({ parentOriginId: 'not here' });
  });

  it('refuses what is hostile, and writes nothing of it', async () => {
    const { cookie } = await newVisitor();
    const run = JSON.stringify(exampleRun());
    const send = (body: string) => callRoute(imported.POST, { method: 'POST', cookie, body });
    const deep = `{"runs":[${run.replace('"title":null', `"title":${'['.repeat(40)}${']'.repeat(40)}`)}]}`;
    const bottomless = `{"runs":[${'['.repeat(400_000)}${']'.repeat(400_000)}]}`;
    const polluted = `{"runs":[${run.replace('"title":null', '"title":null,"__proto__":{"starred":true}')}]}`;
    const inside = `{"runs":[${run.replace('"stream":true', '"stream":true,"__proto__":{"seed":1}')}]}`;
    for (const body of [
      deep,
      bottomless,
      polluted,
      inside,
      '{"runs":[]}',
      '{"runs":[[]]}',
      '{"runs":{"length":1}}',
    ]) {
      const answer = await send(body);
      expect(answer.status, body.slice(0, 80)).toBe(400);
    }
    expect((await send(`{"runs":[${new Array(MAX_IMPORTED + 1).fill(run).join(',')}]}`)).status).toBe(400);
    const constructed = JSON.parse(run);
    constructed.request.logit_bias = { constructor: 1 };
    const odd = [
      constructed,
      { ...JSON.parse(run), outputs: { length: 1 } },
      { ...JSON.parse(run), pace: [[0, -1, 2]] },
      { ...JSON.parse(run), createdAt: 'yesterday' },
      { ...JSON.parse(run), durationMs: 1e300 },
      {
        ...JSON.parse(run),
        outputs: [{ index: 4_000_000_000, text: 'x', finishReason: null, tokens: null }],
      },
      {
        ...JSON.parse(run),
        outputs: [{ index: 0, text: 'x', finishReason: 'f'.repeat(5_000), tokens: null }],
      },
      { ...JSON.parse(run), model: 'm'.repeat(5_000) },
      { ...JSON.parse(run), tags: ['a, b'] },
    ];
    const answer = await importRuns(cookie, odd);
    expect(answer.json).toMatchObject({ imported: 0, refused: odd.map((_, index) => ({ index })) });
    expect(await exportJson(cookie)).toEqual([]);
    expect(({} as { starred?: boolean }).starred).toBeUndefined();
  });

  it('takes one run of up to 16 MB, if its size is said, and no more', async () => {
    resetLimits();
    const { cookie } = await newVisitor();
    const send = (run: ExportedRun, more: Record<string, string> = {}) => {
      const body = JSON.stringify({ runs: [run] });
      const headers = { 'content-length': String(Buffer.byteLength(body)), ...more };
      return callRoute(imported.POST, { method: 'POST', cookie, body, headers });
    };
    const long = (length: number, id = randomUUID()) =>
      exampleRun({
        id,
        outputs: [{ index: 0, text: 'word '.repeat(length / 5), finishReason: 'stop', tokens: null }],
      });
    const run = long(15 * 1024 * 1024);
    expect((await send(run)).json).toMatchObject({ imported: 1 });
    expect((await exportJson(cookie))[0]?.outputs).toEqual(run.outputs);
    expect((await send(long(17 * 1024 * 1024))).status).toBe(413);
    expect((await send(long(2 * 1024 * 1024), { 'content-length': '1000' })).status).toBe(413);
    for (let count = 1; count < 30; count += 1) await send({ ...long(1_100_000), id: 'same' });
    const refused = await send(long(1_100_000));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    resetLimits();
  });

  it('takes one very long run of a person at a time, and few of everybody', async () => {
    const text = JSON.stringify({
      runs: [exampleRun({ request: { model: 'm', prompt: 'x'.repeat(1_100_000) } })],
    });
    const visitors = await Promise.all([1, 2, 3, 4, 5].map(() => newVisitor()));
    /** A request whose body arrives when it is released; `asked`: it is being read, so it holds its slot. */
    const send = (cookie: string, body = text) => {
      const bytes = new TextEncoder().encode(body);
      let letThrough = () => {};
      const gate = new Promise<void>((resolve) => {
        letThrough = resolve;
      });
      let noteReading = () => {};
      const requested = new Promise<void>((resolve) => {
        noteReading = resolve;
      });
      const stream = new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            noteReading();
            await gate;
            controller.enqueue(bytes);
            controller.close();
          },
        },
        { highWaterMark: 0 },
      );
      const headers = { 'content-length': String(bytes.length) };
      const request = toRequest({ method: 'POST', cookie, headers });
      const answer = imported.POST(new Request(request, { body: stream, duplex: 'half' } as RequestInit));
      return { answer, requested, letThrough };
    };
    const cookies = visitors.map(({ cookie }) => cookie);
    const [mine = '', , , , last = ''] = cookies;
    const waiting = cookies.slice(0, 4).map((cookie) => send(cookie));
    await Promise.all(waiting.map(({ requested }) => requested));
    expect((await send(last).answer).status).toBe(429);
    for (const { letThrough } of waiting.slice(1)) letThrough();
    for (const { answer } of waiting.slice(1)) expect((await answer).status).toBe(200);
    const again = await send(mine).answer;
    expect(again.status).toBe(429);
    expect(again.headers.get('retry-after')).toBe('2');
    waiting[0]?.letThrough();
    expect((await waiting[0]?.answer)?.status).toBe(200);
    // However an import ends, its slot is free for the next one.
    for (const broken of [`${text}x`, '[]'.padEnd(1_100_000), '{"runs":[]}'.padEnd(1_100_000), text]) {
      const { answer, letThrough } = send(mine, broken);
      letThrough();
      expect((await answer).status).toBe(broken === text ? 200 : 400);
    }
    resetLimits();
  });

  it('keeps half a surrogate pair and NUL as they are', async () => {
    const { cookie } = await newVisitor();
    const text = 'a\0b \ud83d c \udc00';
    await importRuns(cookie, [exampleRun({ note: text, request: { model: 'm', prompt: text } })]);
    expect(await exportJson(cookie)).toMatchObject([{ note: text, request: { prompt: text } }]);
  });
});
