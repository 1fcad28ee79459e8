import { test as base, type ConsoleMessage, expect } from '@playwright/test';
import { type MisbehavingServer, startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { type App, type AppOptions, startApp } from './app';
import { Playground } from './playground';

interface WorkerFixtures {
  /** Options of this file's server; set them with `test.use` at the top of a file. */
  appOptions: AppOptions;
  /** One server for all tests of a worker that use the same options. */
  app: App;
}

interface TestFixtures {
  playground: Playground;
  /** A completions server that records its requests and answers as the test says. */
  upstream: MisbehavingServer;
  /** Console errors that the test expects: a text or a pattern of each. Every other one fails it. */
  expectedErrors: (string | RegExp)[];
  failOnConsoleErrors: undefined;
}

/**
 * Playwright's `test`, with a running app as `baseURL`. A console error or an uncaught exception in the
 * browser fails the test, unless the test expects it: `expectedErrors.push(/status of 401/)`.
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  appOptions: [{}, { option: true, scope: 'worker' }],
  app: [
    async ({ appOptions }, use) => {
      const app = await startApp(appOptions);
      await use(app);
      await app.dispose();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: async ({ app }, use) => use(app.url),
  playground: async ({ page }, use) => use(new Playground(page)),
  upstream: async ({ context: _context }, use) => {
    const server = await startMisbehavingServer();
    await use(server);
    await server.close();
  },
  expectedErrors: async ({ context: _context }, use) => use([]),
  failOnConsoleErrors: [
    async ({ context, expectedErrors }, use) => {
      const errors: string[] = [];
      context.on('console', (message) => {
        if (message.type() === 'error') errors.push(textOf(message));
      });
      context.on('weberror', (error) => errors.push(`Not caught: ${error.error().stack ?? error.error()}`));
      await use(undefined);
      const unexpected = errors.filter(
        (text) =>
          !expectedErrors.some((expected) =>
            typeof expected === 'string' ? text.includes(expected) : expected.test(text),
          ),
      );
      expect(unexpected, 'errors in the console of the browser').toEqual([]);
    },
    { auto: true },
  ],
});

function textOf(message: ConsoleMessage): string {
  return `${message.text()} (${message.location().url})`;
}
