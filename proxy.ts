import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from '@/lib/server/http/content-security-policy';

/**
 * Gives every page its content security policy, with a nonce of its own. It decides nothing about who may see what:
 * that is every handler's and page's own business.
 */
export function proxy(request: NextRequest): NextResponse {
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
