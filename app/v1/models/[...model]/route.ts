import { apiMethods, apiRoute } from '@/lib/public-api/server/api-route';
import { model } from '@/lib/public-api/server/models';

/** `GET /v1/models/{model}`. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiMethods({ GET: apiRoute(model) });
