import { type NextRequest, NextResponse } from 'next/server';
import { noteView, openShareFor } from '@/lib/links/server/open-share';
import { refusalPage, tooOftenPage } from '@/lib/links/server/pages/refusal-page';
import { contentSecurityPolicy } from '@/lib/platform/server/http/content-security-policy';
import { refusedName } from '@/lib/platform/server/http/refused-name';

/**
 * Gives every page its content security policy, with a nonce of its own, and answers for names that are not this
 * server's and for links that are closed, since a page cannot have the statuses 403 and 410. It decides nothing about who
 * may see what: that is every handler's and page's own business, and the page of a link looks again.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const refused = refusedName(request);
  if (refused) return refused;
  const link = LINK.exec(request.nextUrl.pathname);
  // What stands beside the page of a link are handlers, which have a policy and a status of their own.
  if (link?.groups?.beside) return NextResponse.next();
  return (link?.groups?.slug && (await refusedLink(request, link.groups.slug))) || page(request);
}

/** `/s/<slug>`, and the handlers beside it. */
const LINK = /^\/s\/(?:(?<slug>[^/.]+)|(?<beside>[^/]+(?:\.json|\/(?:json|embed|image\.png))))$/;

async function refusedLink(request: NextRequest, slug: string): Promise<Response | null> {
  try {
    const opened = await openShareFor(request, slug);
    if (opened.state !== 'open') return refusalPage(opened.state);
    // Another chart of a page that is open already is no other view.
    if (!request.nextUrl.searchParams.has('measure')) void noteView(request, opened.id);
    return null;
  } catch (error) {
    return tooOftenPage(error);
  }
}

function page(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce, { isDevelopment: process.env.NODE_ENV === 'development' });
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Next finds the nonce for its own scripts here.
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = {
  // Pages only: handlers answer JSON and have a policy of their own, files have none.
  matcher: ['/((?!api/|v1/|_next/static/|_next/image/|icon.svg|favicon.ico).*)'],
};
