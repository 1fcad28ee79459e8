import { refuseLittleSpace } from './configuration.mjs';
import { ensureInstalled } from './install.mjs';
import { ROOT } from './project.mjs';
import { runScript, say } from './say.mjs';

/**
 * From a bare clone to a page that answers, with Node and npm alone: nothing of node_modules is imported before it is
 * installed.
 *
 * @param {'production' | 'development'} mode
 */
export function launch(mode) {
  return runScript(async () => {
    refuseLittleSpace(ROOT, 100, 'this folder');
    await ensureInstalled(say);
    const { serve } = await import('./serve.mjs');
    await serve(mode);
  });
}
