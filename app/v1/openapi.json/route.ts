import { env } from '@/lib/platform/env/env';
import { publicOrigin } from '@/lib/platform/server/http/request-origin';
import { openApiDocument } from '@/lib/public-api/model/openapi/document';
import { apiMethods, openRoute } from '@/lib/public-api/server/api-route';

export const dynamic = 'force-dynamic';

/** `GET /v1/openapi.json`: a description of this API, for everybody. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiMethods({
  GET: openRoute((request) =>
    Response.json(openApiDocument({ baseUrl: `${publicOrigin(request)}/v1`, version: env.version })),
  ),
});
