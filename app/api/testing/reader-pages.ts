import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isHTTPAccessFallbackError } from 'next/dist/client/components/http-access-fallback/http-access-fallback';
import { NextRequest } from 'next/server';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { RouteHandler } from '@/lib/accounts/server/route';
import { proxy } from '@/proxy';

export interface FoundRoute {
  /** `METHOD /path`, or `PAGE /path`, as in the table. */
  readonly name: string;
  readonly method: string;
  /** With its `[names]`. */
  readonly path: string;
  readonly handler: RouteHandler;
}

type Page = (props: { params: Promise<unknown>; searchParams: Promise<unknown> }) => Promise<ReactElement>;

/**
 * The pages under `app/s`, which need no session, as handlers: the proxy first, then the page, as in Next.
 */
export async function findReaderPages(app: string): Promise<FoundRoute[]> {
  const files = readdirSync(path.join(app, 's'), { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'page.tsx')
    .sort();
  return Promise.all(
    files.map(async (file) => {
      const { default: page }: { default: Page } = await import(
        pathToFileURL(path.join(app, 's', file)).href
      );
      const route = ['/s', ...path.dirname(file).split(path.sep)].join('/');
      return { name: `PAGE ${route}`, method: 'GET', path: route, handler: handlerOf(page) };
    }),
  );
}

function handlerOf(page: Page): RouteHandler {
  return async (request, context) => {
    const answer = await proxy(new NextRequest(request));
    if (!answer.headers.has('x-middleware-next')) return answer;
    try {
      const searchParams = Promise.resolve(Object.fromEntries(new URL(request.url).searchParams));
      const element = await page({ params: context?.params ?? Promise.resolve({}), searchParams });
      return new Response(renderToStaticMarkup(element), { headers: { 'content-type': 'text/html' } });
    } catch (error) {
      if (isHTTPAccessFallbackError(error)) return new Response('', { status: 404 });
      throw error;
    }
  };
}
