import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium, findFirefox } from './scripts/lib/browsers.mjs';

const firefox = findFirefox();

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Each worker has its own server and database. Two workers suit two cores.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // Ten times what a test needs on a quiet machine: only a test that hangs may reach it.
  timeout: 180_000,
  // What passes at the second try is listed as flaky: to be looked into, and no reason to throw away a whole run.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 30_000 },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
  use: {
    locale: 'en-GB',
    timezoneId: 'Pacific/Chatham',
    // Tracing slows the whole suite down: set TRACE when a test fails.
    trace: process.env.TRACE ? 'on' : 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'chromium',
      use: {
        browserName: 'chromium',
        launchOptions: {
          executablePath: findChromium() ?? undefined,
          args: CHROMIUM_ARGS,
        },
      },
    },
    // The most important journeys once more in the system's own Firefox, which Playwright drives over
    // WebDriver BiDi.
    ...(firefox === null
      ? []
      : [
          {
            name: 'firefox',
            grep: /@firefox/,
            use: {
              browserName: 'firefox' as const,
              channel: 'moz-firefox',
              launchOptions: {
                executablePath: fileURLToPath(new URL('e2e/support/firefox-over-bidi.mjs', import.meta.url)),
                env: { ...process.env, FIREFOX_PATH: firefox },
              },
            },
          },
        ]),
  ],
});
