import { apiMethods, apiRoute } from '@/lib/public-api/server/api-route';
import { unknownPath } from '@/lib/public-api/server/unknown-path';

/** Answers `/v1` itself and every path that is not there (chat, embeddings) in the protocol's shape. */
const nothingHere = apiRoute(async ({ request }) => {
  throw unknownPath(request);
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiMethods({
  GET: nothingHere,
  POST: nothingHere,
  PUT: nothingHere,
  PATCH: nothingHere,
  DELETE: nothingHere,
});
