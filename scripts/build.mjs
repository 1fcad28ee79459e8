import { build, isBuilt } from './lib/build.mjs';
import { generateClients } from './lib/generate.mjs';
import { ROOT } from './lib/project.mjs';
import { runScript, say } from './lib/say.mjs';

/*
 * `npm run build`: what `npm start` would do at its first start, done before; then `npm run start:built` needs no
 * compiler. Packages must be installed.
 */
process.chdir(ROOT);
await runScript(async () => {
  await generateClients(say);
  if (!isBuilt()) await build(say);
});
