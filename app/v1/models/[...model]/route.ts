import { apiRoute } from '@/lib/server/public-api/api-route';
import { model } from '@/lib/server/public-api/models';

/** `GET /v1/models/{model}`. */
export const GET = apiRoute(model);
