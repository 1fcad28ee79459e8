import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureChromium, ensureFirefox, ensureRedis } from './browsers.mjs';
import { build, isBuilt } from './build.mjs';
import { generateClients } from './generate.mjs';
import { ensureInstalled } from './install.mjs';
import { ROOT } from './project.mjs';
import { runPackage } from './run-command.mjs';
import { PlainError, runScript, say } from './say.mjs';

// Playwright empties its own folder, test-results, when it starts.
const REPORTS = path.join(ROOT, '.cache', 'test-reports');
const UNITS = path.join(REPORTS, 'vitest.json');
const BROWSER = path.join(REPORTS, 'playwright.json');

/**
 * The whole suite, step by step; stops at the first failure. Ends with `N passed, N failed` alone on a line.
 */
export function runSuite() {
  process.chdir(ROOT);
  return runScript(async () => {
    rmSync(REPORTS, { recursive: true, force: true });
    mkdirSync(REPORTS, { recursive: true });
    const started = Date.now();
    try {
      await step('Install', async () => {
        await ensureInstalled(say);
        await ensureChromium(say);
        await ensureFirefox(say);
        await ensureRedis(say);
      });
      await step('Generate', async () => {
        await generateClients(say);
        await succeed('next/dist/bin/next', ['typegen'], { quiet: true });
      });
      await step('Types', () => succeed('typescript/bin/tsc', ['--noEmit']));
      await step('Lint', async () => {
        await succeed('@biomejs/biome/bin/biome', ['check', '.']);
        // Needs the packages that the first step installs.
        const { importFaults } = await import('./imports.mjs');
        const faults = importFaults();
        if (faults.length > 0) throw new PlainError(faults.join('\n'));
        await succeed('knip/bin/knip.js', []);
      });
      await step('Unit tests, on both databases', async () => {
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${UNITS}`];
        await succeed('vitest/vitest.mjs', ['run', ...reporters]);
        // An exit code can be lost (a library once ended the process); the report cannot.
        if (readReport(UNITS)?.success !== true)
          throw new PlainError('This step failed according to its report.');
      });
      await step('Production build', async () => {
        if (!isBuilt()) await build(say);
      });
      await step('Browser', async () => {
        await succeed('@playwright/test/cli.js', ['test'], { env: { PLAYWRIGHT_JSON_OUTPUT_NAME: BROWSER } });
        const { stats } = readReport(BROWSER) ?? {};
        if (!stats?.expected || stats.unexpected)
          throw new PlainError('This step failed according to its report.');
      });
    } finally {
      console.log(`\nFull suite: ${seconds(started)}`);
      printCount();
    }
  });
}

/**
 * @param {string} name
 * @param {() => Promise<unknown>} work
 */
async function step(name, work) {
  console.log(`\n── ${name}`);
  const started = Date.now();
  await work();
  console.log(`── ${name}: ${seconds(started)}`);
}

/** @param {Parameters<typeof runPackage>} command */
async function succeed(...command) {
  const { code, output } = await runPackage(...command);
  if (code !== 0) throw new PlainError(`${output}\nThis step failed.`);
}

/** @param {number} since */
function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/** Counts the tests that the two programs report, rather than trusting exit codes. */
function printCount() {
  const units = readReport(UNITS);
  const browser = readReport(BROWSER)?.stats;
  const passed = (units?.numPassedTests ?? 0) + (browser?.expected ?? 0) + (browser?.flaky ?? 0);
  const failed = (units?.numFailedTests ?? 0) + (browser?.unexpected ?? 0);
  console.log(`\n${passed} passed, ${failed} failed`);
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
