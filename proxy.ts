import { type NextRequest, NextResponse } from 'next/server';
import { noteView, openShareFor } from '@/lib/links/server/open-share';
import { refusalPage, tooOftenPage } from '@/lib/links/server/pages/refusal-page';
import { contentSecurityPolicy } from '@/lib/platform/server/http/content-security-policy';
import { refusedName } from '@/lib/platform/server/http/refused-name';

/**
 * Gives every page a content security policy with its own nonce. Answers requests for names that are not this
 * server's and for closed links, since a page cannot have the statuses 403 and 410. It does not decide who
 * may see what: every handler and page does, and the page of a link looks it up again.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const refused = refusedName(request);
  if (refused) return refused;
  const link = LINK.exec(request.nextUrl.pathname);
  // The other addresses of a link are handlers, with their own policy and status.
  if (link?.groups?.beside) return NextResponse.next();
  return (link?.groups?.slug && (await refusedLink(request, link.groups.slug))) || page(request);
}

/** `/s/<slug>`, and the handlers beside it. */
const LINK = /^\/s\/(?:(?<slug>[^/.]+)|(?<beside>[^/]+(?:\.json|\/(?:json|embed|image\.png))))$/;

async function refusedLink(request: NextRequest, slug: string): Promise<Response | null> {
  try {
    const opened = await openShareFor(request, slug);
    if (opened.state !== 'open') return refusalPage(opened.state);
    // Another chart or branch of an open page does not count as another view.
    const { searchParams } = request.nextUrl;
    if (!searchParams.has('measure') && !searchParams.has('branch')) void noteView(request, opened.id);
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
  // Pages only: handlers answer JSON and have their own policy, files have none.
  matcher: ['/((?!api/|v1/|_next/static/|_next/image/|icon.svg|favicon.ico).*)'],
};
