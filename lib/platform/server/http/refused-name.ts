import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { plainPage } from '../pages/plain-page';
import { type Html, html } from './html';
import { checkHost } from './request-origin';

/**
 * The answer to a request for another host name: 403, as a page for people and as JSON for programs. Null
 * when the name is ours.
 */
export function refusedName(request: Request): Response | null {
  try {
    checkHost(request);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { status, code, message } = error;
    if (!request.headers.get('accept')?.includes('text/html')) {
      const headers = { 'cache-control': 'no-store' };
      return Response.json({ error: { code, message } }, { status, headers });
    }
    const title = 'Wrong server address';
    return plainPage({
      title,
      status,
      body: html`<main class="message"><h1>${title}</h1><p>${message}</p>${goThere()}</main>`,
    });
  }
}

function goThere(): Html | null {
  if (!env.hasPublicUrl) return null;
  const { origin } = new URL(env.nextAuthUrl);
  return html`<a class="go" href="${origin}">Go to ${origin}</a>`;
}
