import * as completions from '@/app/v1/completions/route';
import * as model from '@/app/v1/models/[...model]/route';
import * as models from '@/app/v1/models/route';
import type { RouteHandler } from '@/lib/accounts/server/route';

/** Where official clients find our handlers in tests. */
export const ORIGIN = 'http://localhost:3000';

function handlerOf(method: string, path: string): [RouteHandler, Record<string, string[]>] {
  if (method === 'POST' && path === '/v1/completions') return [completions.POST, {}];
  if (method === 'GET' && path === '/v1/models') return [models.GET, {}];
  return [model.GET, { model: path.split('/').slice(3) }];
}

/**
 * Calls the handlers as Next would. `bodies` collects the bytes of every answer for the strict schema; a
 * caller that leaves then goes unnoticed, since the other half still reads.
 */
export function fetchOurs(bodies?: string[]): typeof fetch {
  return async (url, init) => {
    const target = new URL(String(url));
    const [handler, params] = handlerOf(init?.method?.toUpperCase() ?? 'GET', target.pathname);
    const request = new Request(target, init);
    request.headers.set('host', target.host);
    const response = await handler(request, { params: Promise.resolve(params) });
    if (response.body === null || bodies === undefined) return response;
    const [theirs, ours] = response.body.tee();
    new Response(ours).text().then(
      (text) => bodies.push(text),
      () => {},
    );
    return new Response(theirs, response);
  };
}
