import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { RouteHandler } from '@/lib/accounts/server/route';
import { type FoundRoute, findReaderPages } from './reader-pages';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const APP = fileURLToPath(new URL('../..', import.meta.url));

/** What the route files really export, and the pages that need no session. */
export async function findRoutes(): Promise<FoundRoute[]> {
  const files = readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'route.ts')
    .sort();
  const found = files.map(async (file) => {
    const exported: Record<string, unknown> = await import(pathToFileURL(path.join(APP, file)).href);
    const route = ['', ...path.dirname(file).split(path.sep)].join('/');
    return METHODS.flatMap((method) => {
      const handler = exported[method];
      if (typeof handler !== 'function') return [];
      return [{ name: `${method} ${route}`, method, path: route, handler: handler as RouteHandler }];
    });
  });
  return [...(await Promise.all(found)).flat(), ...(await findReaderPages(APP))];
}
