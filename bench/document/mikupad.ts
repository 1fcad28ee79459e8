import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { type DocumentFigures, scrollThrough, takeLongTasks, typeKeys, WATCH_TASKS } from './measures';

/** What the emitter sends, for both: words of a few letters with five alternatives each. */
export interface EmitterLoad {
  readonly tokens: number;
  readonly perSecond: number;
}

/**
 * Mikupad (github.com/lmg-anon/mikupad), as its one file is built: `MIKUPAD` names it. It speaks llama.cpp's own
 * protocol here, which is its default, and keeps its document in IndexedDB.
 */
export async function measureMikupad(
  browser: Browser,
  file: string,
  load: EmitterLoad,
): Promise<DocumentFigures> {
  const server = await startLlamaCpp(readFileSync(file, 'utf8'), load);
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript({ content: WATCH_TASKS });
    // It asks its own server for sessions, then takes the browser's.
    await page.goto(address);
    const prompt = page.locator('#prompt-area');
    await prompt.waitFor();
    await page.locator('.InputBox', { hasText: 'Server' }).locator('input').first().fill(address);
    await prompt.fill('Once');
    await takeLongTasks(page);
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await untilLength(page, load.tokens * 5);
    const longTasks = await takeLongTasks(page);
    // Its document is saved a moment after the last change.
    await setTimeout(5_000);

    const opened = performance.now();
    await page.reload();
    await untilLength(page, load.tokens * 5);
    const openMs = performance.now() - opened;
    const scrolling = await scrollThrough(page, '#prompt-area');
    return { openMs, scrolling, keys: await typeKeys(page, prompt), longTasks };
  } finally {
    await context.close();
    server.closeAllConnections();
    server.close();
  }
}

async function untilLength(page: Page, characters: number): Promise<void> {
  await page.waitForFunction(
    (least) => (document.querySelector<HTMLTextAreaElement>('#prompt-area')?.value.length ?? 0) >= least,
    characters,
    { timeout: 10 * 60_000, polling: 50 },
  );
}

/** As much of llama.cpp's server as it asks for. */
async function startLlamaCpp(page: string, { tokens, perSecond }: EmitterLoad): Promise<http.Server> {
  const server = http.createServer(async (request, response) => {
    if (request.method === 'GET') {
      response.setHeader('content-type', request.url === '/' ? 'text/html' : 'application/json');
      return void response.end(request.url === '/' ? page : '{}');
    }
    request.resume();
    if (request.url !== '/completion') {
      response.setHeader('content-type', 'application/json');
      return void response.end(JSON.stringify({ tokens: [1], content: '' }));
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const begun = performance.now();
    for (let sent = 0; sent < tokens && !response.destroyed; ) {
      const due = Math.min(tokens, Math.floor(((performance.now() - begun) / 1_000) * perSecond) + 1);
      let text = '';
      for (; sent < due; sent += 1) text += llamaToken(sent);
      response.write(text);
      await setTimeout(1);
    }
    response.end(`data: ${JSON.stringify({ content: '', stop: true })}\n\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function llamaToken(at: number): string {
  const words = wordsAt(at);
  const top_logprobs = words.map((token, rank) => ({ id: rank, token, logprob: -0.5 - rank }));
  const [token] = words;
  const probabilities = [{ id: 0, token, logprob: -0.5, top_logprobs }];
  return `data: ${JSON.stringify({ content: token, stop: false, completion_probabilities: probabilities })}\n\n`;
}

/** The token at that place, and its alternatives. */
function wordsAt(at: number): readonly [string, ...string[]] {
  const word = (number: number) => ` ${(at * 7 + number * 13) % 9_000}w`.padEnd(6, 'o');
  return at % 15 === 14
    ? ['.\n', word(1), word(2), word(3), word(4)]
    : [word(0), word(1), word(2), word(3), word(4)];
}
