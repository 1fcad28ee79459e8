#!/usr/bin/env node
// Starts the system's Firefox for Playwright and filters the WebDriver BiDi between them: Firefox's long-term
// release does not know some commands yet, and Playwright treats their refusal as a failure.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';

/** Colour schemes: left out, so a test that needs one must not run in Firefox. */
const NOT_KNOWN_YET = new Set(['emulation.setMediaFeaturesOverride']);
const LISTENING = /WebDriver BiDi listening on (ws:\/\/\S+)/;

const firefox = spawn(process.env.FIREFOX_PATH ?? 'firefox-esr', process.argv.slice(2), {
  stdio: ['ignore', 'inherit', 'pipe'],
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => firefox.kill(signal));
firefox.on('exit', (code) => process.exit(code ?? 1));

let printed = '';
firefox.stderr.setEncoding('utf8').on('data', async (text) => {
  process.stderr.write(text.replace(LISTENING, ''));
  printed += text;
  const address = LISTENING.exec(printed)?.[1];
  if (!address) return;
  printed = '';
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  server.on('connection', (playwright, request) => connect(playwright, address + request.url));
  await once(server, 'listening');
  process.stderr.write(`WebDriver BiDi listening on ws://127.0.0.1:${server.address().port}\n`);
});

/**
 * @param {WebSocket} playwright
 * @param {string} address
 */
function connect(playwright, address) {
  const browser = new WebSocket(address, { perMessageDeflate: false, maxPayload: 0 });
  const open = once(browser, 'open');
  playwright.on('message', async (data) => {
    const text = String(data);
    const { id, method } = JSON.parse(text);
    if (NOT_KNOWN_YET.has(method)) playwright.send(JSON.stringify({ type: 'success', id, result: {} }));
    else {
      await open;
      browser.send(text);
    }
  });
  browser.on('message', (data) => playwright.send(String(data)));
  playwright.on('close', () => browser.close());
  browser.on('close', () => playwright.close());
  browser.on('error', () => playwright.close());
}
