import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { ApiScreen } from '@/components/public-api/api-screen';
import { publicOrigin } from '@/lib/platform/server/http/request-origin';

export const metadata: Metadata = { title: 'API' };

/** Reads the address the browser used, so that the code on the page works as it is. */
export default async function ApiPage() {
  const request = new Request('http://localhost', { headers: new Headers(await headers()) });
  return <ApiScreen baseUrl={`${publicOrigin(request)}/v1`} />;
}
