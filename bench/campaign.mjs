// Counts what could be lost: `npm run campaign [-- kills] [parts]`. Writes bench/CAMPAIGN.md; of parts that did not run, what was
// written before stays. Loopback only; ends by itself.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build, isBuilt } from '../scripts/lib/build.mjs';

const ROOT = path.join(import.meta.dirname, '..');
const FINDINGS = path.join(ROOT, '.cache', 'campaign.jsonl');
const REPORT = path.join(import.meta.dirname, 'CAMPAIGN.md');
const TSX = 'node_modules/tsx/dist/cli.mjs';
const [killsGiven, ...named] = process.argv.slice(2);
if (killsGiven !== undefined && !/^\d+$/.test(killsGiven))
  throw new Error('Usage: npm run campaign [-- kills] [parts]');
const PARTS = {
  tests: () => [run(['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', 'bench/campaign'])],
  crashes: () =>
    ['sqlite', 'postgresql'].map((database) =>
      run([TSX, 'bench/campaign/crashes.ts', database, killsGiven ?? '200']),
    ),
  'three-servers': () => [run([TSX, 'bench/campaign/three-servers.ts', killsGiven ?? '100'])],
};
const parts = Object.entries(PARTS).filter(([name]) => named.length === 0 || named.includes(name));
if (parts.length < Math.max(1, named.length))
  throw new Error(`The parts are: ${Object.keys(PARTS).join(', ')}.`);
const started = Date.now();

rmSync(FINDINGS, { force: true });
process.chdir(ROOT);
// Build once here: two servers that start at the same time must not both build.
if (!isBuilt()) await build(console.log);
const codes = [];
for (const [, begin] of parts) codes.push(...(await Promise.all(begin())));
const failed = codes.filter((code) => code !== 0).length;
const rows = existsSync(FINDINGS)
  ? readFileSync(FINDINGS, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];
const before = rowsBefore().filter((old) => !rows.some(({ what, database }) => isOf(old, what, database)));
writeFileSync(REPORT, report());
console.log(`Written: bench/CAMPAIGN.md, ${rows.length} findings, ${failed} parts failed`);
process.exitCode = failed === 0 ? 0 : 1;

function report() {
  const date = new Date().toISOString().slice(0, 10);
  const ran =
    parts.length === Object.keys(PARTS).length ? '' : ` (${parts.map(([name]) => name).join(', ')})`;
  const rowsNow = rows.map(({ what, database, seen }) => `| ${what} | ${database} | ${date} | ${seen} |`);
  return `# The campaign

Written by \`npm run campaign\`${ran}: ${date}, ${os.cpus().length} cores (${os.cpus()[0]?.model}),
${Math.round(os.totalmem() / 2 ** 30)} GB, Node ${process.version}, ${Math.round((Date.now() - started) / 60_000)} minutes.
${failed === 0 ? 'Every part passed.' : `**${failed} parts failed**: what they had found is below, what they had not is missing.`}
The same tests run with small counts in \`npm test\`; the kill of a server is a browser test there.

| what | database | day | seen |
|---|---|---|---|
${[...before, ...rowsNow].join('\n')}
`;
}

/** Rows of the report as it is, when only some parts run. */
function rowsBefore() {
  if (named.length === 0 || !existsSync(REPORT)) return [];
  return readFileSync(REPORT, 'utf8')
    .split('\n')
    .filter((line) => /^\| (?!what )/.test(line));
}

/**
 * @param {string} row
 * @param {string} what
 * @param {string} database
 */
function isOf(row, what, database) {
  return row.startsWith(`| ${what} | ${database} |`);
}

/** @param {string[]} args */
function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, CAMPAIGN: 'whole' },
    });
    child.once('close', resolve);
  });
}
