import { apiMethods, apiRoute } from '@/lib/public-api/server/api-route';
import { complete } from '@/lib/public-api/server/complete';
import { refusedCall } from '@/lib/public-api/server/refused-calls';

export const dynamic = 'force-dynamic';

/** `POST /v1/completions`: the completions protocol, with a personal token as the key. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiMethods({
  POST: apiRoute(complete, refusedCall),
});
