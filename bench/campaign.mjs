// Counts what could be lost: `npm run campaign [-- kills]`. Writes bench/CAMPAIGN.md. Loopback only; ends by
// itself.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build, isBuilt } from '../scripts/lib/build.mjs';

const ROOT = path.join(import.meta.dirname, '..');
const FINDINGS = path.join(ROOT, '.cache', 'campaign.jsonl');
const KILLS = process.argv[2] ?? '200';
const started = Date.now();

rmSync(FINDINGS, { force: true });
process.chdir(ROOT);
// Build once here: two servers that start at the same time must not both build.
if (!isBuilt()) await build(console.log);
const codes = [
  await run(['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', 'bench/campaign']),
  ...(await Promise.all(
    ['sqlite', 'postgresql'].map((database) =>
      run(['node_modules/tsx/dist/cli.mjs', 'bench/campaign/crashes.ts', database, KILLS]),
    ),
  )),
];
const failed = codes.filter((code) => code !== 0).length;
const rows = existsSync(FINDINGS)
  ? readFileSync(FINDINGS, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];
writeFileSync(path.join(import.meta.dirname, 'CAMPAIGN.md'), report());
console.log(`Written: bench/CAMPAIGN.md, ${rows.length} findings, ${failed} parts failed`);
process.exitCode = failed === 0 ? 0 : 1;

function report() {
  return `# The campaign

Written by \`npm run campaign\`: ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores (${os.cpus()[0]?.model}),
${Math.round(os.totalmem() / 2 ** 30)} GB, Node ${process.version}, ${Math.round((Date.now() - started) / 60_000)} minutes.
${failed === 0 ? 'Every part passed.' : `**${failed} parts failed**: what they had found is below, what they had not is missing.`}
The same tests run with small counts in \`npm test\`; the kill of a server is a browser test there.

| what | database | seen |
|---|---|---|
${rows.map(({ what, database, seen }) => `| ${what} | ${database} | ${seen} |`).join('\n')}
`;
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
