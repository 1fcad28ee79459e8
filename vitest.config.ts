import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    // An odd zone, so that luck with UTC fails.
    env: { TZ: 'Pacific/Chatham' },
    // Ten times what a test needs on a quiet machine: only one that hangs may meet a limit.
    testTimeout: 180_000,
    // Vitest leaves one core to itself by default; its own work is small.
    maxWorkers: '100%',
    hookTimeout: 180_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          // One set of modules for all files of a worker: loading them anew was half of the time.
          isolate: false,
          setupFiles: ['lib/completions/fixtures/plain-zod.ts'],
          include: ['{app,components,lib,scripts}/**/*.test.{ts,tsx}'],
          exclude: ['{lib/{db,server},app/{api,v1}}/**', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: ['{lib/{db,server},app/{api,v1},bench/campaign}/**/*.test.ts'],
          // A real Postgres for the whole run; SQLite needs no server.
          globalSetup: ['lib/db/testing/global-setup.ts'],
        },
      },
    ],
  },
});
