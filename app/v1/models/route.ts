import { apiMethods, apiRoute } from '@/lib/public-api/server/api-route';
import { models } from '@/lib/public-api/server/models';

/** `GET /v1/models` → `{object: "list", data}`. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiMethods({ GET: apiRoute(models) });
