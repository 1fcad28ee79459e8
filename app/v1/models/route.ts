import { apiRoute } from '@/lib/server/public-api/api-route';
import { models } from '@/lib/server/public-api/models';

/** `GET /v1/models` → `{object: "list", data}`. */
export const GET = apiRoute(models);
