import { test as base, type ConsoleMessage, expect } from '@playwright/test';
import { type MisbehavingServer, startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { type App, type AppOptions, startApp } from './app';
import { Playground } from './playground';

interface WorkerFixtures {
  /** How this file's server is to be; set it with `test.use` at the top of a file. */
  appOptions: AppOptions;
  /** One server for all tests of a worker that want the same options. */
  app: App;
}

interface TestFixtures {
  playground: Playground;
  /** A server for completions that records what it receives and answers as the test says. */
  upstream: MisbehavingServer;
  /** Console errors that are part of the test; a text or a pattern of each. Everything else fails it. */
  expectedErrors: (string | RegExp)[];
  failOnConsoleErrors: undefined;
}

/**
 * Playwright's `test`, with a running app as `baseURL`. An error in the browser's console, or one that nothing
 * caught, fails the test, unless the test said that it expects it: `expectedErrors.push(/status of 401/)`.
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
