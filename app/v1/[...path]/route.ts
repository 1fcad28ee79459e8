import { AppError } from '@/lib/platform/model/app-error';
import { apiRoute } from '@/lib/public-api/server/api-route';

/** Answers every other path (chat, embeddings) with "not found" in the protocol's shape. */
const nothingHere = apiRoute(async ({ request }) => {
  throw new AppError('not_found', {
    message: `Unknown endpoint: ${request.method} ${new URL(request.url).pathname.slice(0, 100)}. Available: POST /v1/completions, GET /v1/models, POST /v1/tokenize and POST /v1/detokenize.`,
  });
});

export const GET = nothingHere;
export const POST = nothingHere;
export const PUT = nothingHere;
export const PATCH = nothingHere;
export const DELETE = nothingHere;
