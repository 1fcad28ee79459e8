import { apiRoute } from '@/lib/public-api/server/api-route';
import { models } from '@/lib/public-api/server/models';

/** `GET /v1/models` → `{object: "list", data}`. */
export const GET = apiRoute(models);
