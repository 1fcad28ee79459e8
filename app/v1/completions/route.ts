import { apiRoute } from '@/lib/server/public-api/api-route';
import { complete } from '@/lib/server/public-api/complete';

export const dynamic = 'force-dynamic';

/** `POST /v1/completions`: the completions protocol, with a personal token as the key. */
export const POST = apiRoute(complete);
