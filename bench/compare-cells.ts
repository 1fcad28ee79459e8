import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type APIRequestContext, chromium, type Page } from '@playwright/test';
import { WebSocket } from 'ws';
import { startApp } from '@/e2e/support/app';
import { startGuest } from '@/e2e/support/guest';
import { saveSweep } from '@/e2e/support/sweep';
import type { ComparisonQueue } from '@/lib/compare/model/comparisons';
import { freePort } from '@/lib/platform/db/testing/free-port';
import { startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { chunk, DONE, SSE_HEADERS } from '@/lib/testing/upstream-wire';
import { takeFrames, watchFrames } from './frames';

// 5,000 cells: what they take of the server while they wait and run, and of a page that opens them: `npm run bench:cells`.
// Writes bench/CELLS.md. Loopback only; ends by itself. Needs the production build.

const ROWS = 1_000;
const PROMPTS = 5;
const CELLS = ROWS * PROMPTS;
const OPENINGS = 5;
const TEXT =
  ' The keeper climbed his stairs every evening, filled the lamp with oil and wrote the weather down.'.repeat(
    3,
  );

const load = os.loadavg()[0]?.toFixed(1);
const inspector = await freePort();
const app = await startApp({ env: { NODE_OPTIONS: `--inspect=127.0.0.1:${inspector}` } });
const upstream = await startMisbehavingServer();
let answered = 0;
upstream.always((response) => {
  answered += 1;
  response.writeHead(200, SSE_HEADERS);
  // Each text differs: equal ones would be collapsed.
  response.end(chunk(`${TEXT} ${answered}`) + chunk('', { finishReason: 'stop' }) + DONE);
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--enable-precise-memory-info'],
});
const rows: string[] = [];
const note = (what: string, value: string, bar = '') => {
  rows.push(`| ${what} | ${value} | ${bar} |`);
  console.log(rows.at(-1));
};
try {
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1440, height: 900 } });
  const api = context.request;
  const guest = await startGuest(api);
  const connectionId = await guest.addConnection({ name: 'Emitter', baseUrl: upstream.url });
  const id = await saveGrid(api, connectionId);
  const other = await saveGrid(api, connectionId);

  // Warm, and with everything loaded that a start needs: a small comparison runs first.
  await warmUp(api, connectionId);
  const idle = await heapInUse();
  note('heap of the server, idle', megabytes(idle));
  const begun = performance.now();
  const started = await post<ComparisonQueue>(api, `/api/comparisons/${id}/start`, {
    idempotencyKey: crypto.randomUUID(),
  });
  note(
    `start of ${CELLS.toLocaleString('en')} cells, until its answer`,
    milliseconds(performance.now() - begun),
  );
  await post(api, `/api/comparisons/${id}/pause`, { paused: true });
  if (started.total !== CELLS) throw new Error(`${started.total} cells`);
  const waiting = await heapInUse();
  note(
    `heap of the server, ${CELLS.toLocaleString('en')} cells waiting`,
    `${megabytes(waiting)} (${megabytes(waiting - idle)} more)`,
  );
  await post(api, `/api/comparisons/${other}/start`, { idempotencyKey: crypto.randomUUID() });
  await post(api, `/api/comparisons/${other}/pause`, { paused: true });
  const twice = await heapInUse();
  note(
    `heap of the server, ${(2 * CELLS).toLocaleString('en')} cells waiting`,
    `${megabytes(twice)} (${megabytes(twice - waiting)} more)`,
  );
  await post(api, `/api/comparisons/${other}/stop`, {});
  await post(api, `/api/comparisons/${id}/pause`, { paused: false });
  const running = performance.now();
  let highest = 0;
  for (;;) {
    await setTimeout(1_000);
    highest = Math.max(highest, residentBytes());
    const queue = (await (await api.get(`/api/comparisons/${id}/queue`)).json()) as ComparisonQueue;
    if (queue.waiting.length === 0 && queue.live.length === 0) break;
  }
  const seconds = (performance.now() - running) / 1_000;
  note(
    'to the end of all, nobody watching',
    `${seconds.toFixed(0)} s, ${(CELLS / seconds).toFixed(0)} cells/s`,
  );
  note('resident set of the server meanwhile, at most', megabytes(highest));
  if (answered < CELLS) throw new Error(`${answered} calls`);

  const reading = performance.now();
  const detail = await (await api.get(`/api/comparisons/${id}`)).body();
  note(
    'the answer that the page opens with',
    `${milliseconds(performance.now() - reading)}, ${megabytes(detail.length)}`,
  );
  for (const format of ['csv', 'jsonl', 'json']) {
    const exporting = performance.now();
    const file = await (await api.get(`/api/comparisons/${id}/export?format=${format}`)).body();
    note(`export as ${format}`, `${milliseconds(performance.now() - exporting)}, ${megabytes(file.length)}`);
  }

  const page = await context.newPage();
  // tsx wraps named functions in a helper that the page does not have.
  await page.addInitScript({ content: 'globalThis.__name = (named) => named' });
  const openings: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening += 1) openings.push(await open(page, id));
  openings.sort((a, b) => a - b);
  note(
    'opening the page, until its first outputs show',
    `${milliseconds(openings[Math.floor(OPENINGS / 2)] ?? 0)} (slowest of ${OPENINGS}: ${milliseconds(openings.at(-1) ?? 0)})`,
    '≤ 1,500 ms',
  );
  await setTimeout(5_000);
  await watchFrames(page);
  await page.evaluate(scrollFor, 8_000);
  const frames = await takeFrames(page);
  note(
    'scrolling, 3,000 px/s',
    `${frames.frames.toFixed(1)} frames/s, slowest 5 %: ${frames.slow.toFixed(1)}, ${frames.long} tasks over 50 ms`,
    '≥ 55 frames/s',
  );
  const session = await context.newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  note('memory of the page after that', megabytes(usedSize), '≤ 150 MB');
} finally {
  await browser.close();
  await app.dispose();
  await upstream.close();
}
writeFileSync(
  path.join(import.meta.dirname, 'CELLS.md'),
  `# Five thousand cells

Written by \`npm run bench:cells\`: ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores (${os.cpus()[0]?.model}), Node ${process.version}; load of
the machine before it: ${load}. Server (on SQLite), upstream and browser together on it; headless Chromium without a graphics card, 1440 × 900.
${PROMPTS} prompts × ${ROWS.toLocaleString('en')} rows of a table, with two checks; each answer has some ${TEXT.length} characters. Heaps are
what is left after a collection.

| what | measured | bar |
|---|---|---|
${rows.join('\n')}
`,
);

/** 5,000 cells; returns the id of the comparison. */
function saveGrid(api: APIRequestContext, connectionId: string): Promise<string> {
  return saveSweep(
    api,
    { temperature: 0 },
    {
      base: { connectionId, model: 'bench' },
      axes: [
        {
          kind: 'prompt',
          prompts: Array.from({ length: PROMPTS }, (_, at) => ({
            prompt: `Way ${at} to tell of {{subject}}:`,
          })),
        },
      ],
      variables: true,
      inputs: {
        columns: ['subject'],
        rows: Array.from({ length: ROWS }, (_, at) => ({
          id: `r${at.toString(36)}`,
          values: [`subject ${at}`],
        })),
      },
      checks: [
        { id: 'has', kind: 'contains', value: 'lamp', matchCase: false },
        { id: 'len', kind: 'length', unit: 'characters', min: null, max: 300 },
      ],
      background: true,
    },
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function milliseconds(ms: number): string {
  return `${Math.round(ms).toLocaleString('en')} ms`;
}

async function post<Result>(api: APIRequestContext, address: string, data: object): Promise<Result> {
  const answer = await api.post(address, { data });
  if (!answer.ok()) throw new Error(`${answer.status()} ${await answer.text()}`);
  return answer.json();
}

async function warmUp(api: APIRequestContext, connectionId: string): Promise<void> {
  const id = await saveSweep(
    api,
    {},
    { base: { connectionId, model: 'bench' }, repeats: 5, background: true },
  );
  await post(api, `/api/comparisons/${id}/start`, { idempotencyKey: crypto.randomUUID() });
  await setTimeout(3_000);
  await api.get(`/api/comparisons/${id}`);
}

function residentBytes(): number {
  const status = readFileSync(`/proc/${app.pid}/status`, 'utf8');
  return 1_024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
}

/** What is left after a collection: garbage comes and goes. */
async function heapInUse(): Promise<number> {
  await setTimeout(2_000);
  const [target] = (await (await fetch(`http://127.0.0.1:${inspector}/json`)).json()) as {
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '', { perMessageDeflate: false });
  await once(socket, 'open');
  const call = async (method: string): Promise<{ usedSize?: number }> => {
    socket.send(JSON.stringify({ id: 1, method }));
    const [data] = await once(socket, 'message');
    return JSON.parse(String(data)).result;
  };
  await call('HeapProfiler.collectGarbage');
  const { usedSize = 0 } = await call('Runtime.getHeapUsage');
  socket.close();
  return usedSize;
}

/** Leaves the comparison open. */
async function open(page: Page, id: string): Promise<number> {
  await page.goto('about:blank');
  const begun = performance.now();
  await page.goto(`/compare?id=${id}`);
  await page.getByText('The keeper climbed').first().waitFor();
  return performance.now() - begun;
}

/** Scrolls what scrolls furthest, evenly, turning back at the ends. */
async function scrollFor(ms: number): Promise<void> {
  const rooms = [...document.querySelectorAll<HTMLElement>('*')]
    .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowY))
    .sort((a, b) => b.scrollHeight - b.clientHeight - (a.scrollHeight - a.clientHeight));
  const [scroller = document.documentElement] = rooms;
  const begun = performance.now();
  let last = begun;
  let direction = 1;
  await new Promise<void>((resolve) => {
    const step = (now: number) => {
      const before = scroller.scrollTop;
      scroller.scrollTop += direction * 3 * (now - last);
      if (scroller.scrollTop === before) direction = -direction;
      last = now;
      if (now - begun < ms) requestAnimationFrame(step);
      else resolve();
    };
    requestAnimationFrame(step);
  });
}
