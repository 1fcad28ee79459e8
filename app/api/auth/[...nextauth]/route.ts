import { z } from 'zod';
import { handleAuth } from '@/lib/accounts/server/auth/handle-auth';
import { route } from '@/lib/accounts/server/route';

const params = z.object({ nextauth: z.array(z.string()) });
const fields = z.record(z.string(), z.string());

/** next-auth's own endpoints: csrf, session, providers, and callbacks from outside providers. */
export const GET = route({ access: 'public', params, query: fields }, ({ params, query, request, log }) =>
  handleAuth({ request, segments: params.nextauth, query, log }),
);

/** Sign in and sign out. Forms carry next-auth's CSRF token and must come from our own pages. */
export const POST = route(
  { access: 'public', params, query: fields, body: fields, contentType: 'form' },
  ({ params, query, body, request, log }) =>
    handleAuth({ request, segments: params.nextauth, query, form: body, log }),
);
