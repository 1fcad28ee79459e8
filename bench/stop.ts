import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { startApp } from '@/e2e/support/app';
import { openOnUpstream } from '@/e2e/support/open-on-upstream';
import { Playground } from '@/e2e/support/playground';
import { startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { type Answer, chunk } from '@/lib/testing/upstream-wire';

// From the press of Stop in a real browser until the upstream's socket closes: `npm run bench:stop`. Writes
// bench/STOP.md. Loopback only; ends by itself. Needs the production build.

const ROUNDS = 30;
const PACES = [
  { name: 'silence after one token', tokens: 0, everyMs: 50 },
  { name: '100 tokens/s', tokens: 1, everyMs: 10 },
  { name: '2,000 tokens/s', tokens: 20, everyMs: 10 },
];

/** When the browser released the button, by this process's clock. */
let pressedAt = 0;
const closedAfterMs: number[] = [];

const app = await startApp();
const upstream = await startMisbehavingServer();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const rows: string[] = [];
try {
  for (const pace of PACES) {
    const context = await browser.newContext({ baseURL: app.url });
    const playground = new Playground(await context.newPage());
    await openOnUpstream(playground, upstream);
    await playground.prompt.fill('Go on');
    upstream.always(streamAt(pace));
    closedAfterMs.length = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = closedAfterMs.length;
      await playground.run();
      await playground.stopButton.waitFor();
      await setTimeout(300 + Math.random() * 300);
      pressedAt = performance.now();
      await playground.page.keyboard.press('Escape');
      while (closedAfterMs.length === before) await setTimeout(1);
      await playground.ended('stopped');
    }
    const sorted = [...closedAfterMs].sort((a, b) => a - b);
    const at = (part: number) => (sorted[Math.ceil(part * sorted.length) - 1] ?? 0).toFixed(0);
    rows.push(`| ${pace.name} | ${at(0.5)} ms | ${at(0.95)} ms | ${at(1)} ms |`);
    console.log(rows.at(-1));
    await context.close();
  }
} finally {
  await browser.close();
  await app.dispose();
  await upstream.close();
}
writeFileSync(
  path.join(import.meta.dirname, 'STOP.md'),
  `# From Stop to the upstream

Written by \`npm run bench:stop\`: ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores (${os.cpus()[0]?.model}), Node ${process.version}.
A real browser presses Esc; the clock stops when the upstream sees its socket close. It includes the way of the key press
from Playwright to the page. ${ROUNDS} presses each. The bar: 250 ms always, 30 ms at 2,000 tokens/s.

| upstream | median | p95 | longest |
|---|---|---|---|
${rows.join('\n')}
`,
);

function streamAt({ tokens, everyMs }: { tokens: number; everyMs: number }): Answer {
  return async (response, { closed }) => {
    let open = true;
    closed.then(() => {
      open = false;
      closedAfterMs.push(performance.now() - pressedAt);
    });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(chunk('Begin'));
    while (open) {
      for (let token = 0; token < tokens; token += 1) response.write(chunk(' more'));
      await setTimeout(everyMs);
    }
  };
}
