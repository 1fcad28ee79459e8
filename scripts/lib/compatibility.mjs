import { build, isBuilt } from './build.mjs';
import { generateClients } from './generate.mjs';
import { ensureInstalled } from './install.mjs';
import { ROOT } from './project.mjs';
import { runPackage } from './run-command.mjs';
import { PlainError, runScript, say } from './say.mjs';

/**
 * Runs one of the two scripts that try the app with real programs, on the production build. Its arguments are
 * those of this process.
 *
 * @param {string} file
 */
export function runCompatibility(file) {
  process.chdir(ROOT);
  return runScript(async () => {
    await ensureInstalled(say);
    await generateClients(say);
    if (!isBuilt()) await build(say);
    const { code } = await runPackage('tsx/dist/cli.mjs', [file, ...process.argv.slice(2)]);
    if (code !== 0) throw new PlainError('Not everything passed: see the table above.');
  });
}
