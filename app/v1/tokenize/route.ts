import { apiMethods, apiRoute } from '@/lib/public-api/server/api-route';
import { tokenizeTexts } from '@/lib/public-api/server/tokenize';

/** `POST /v1/tokenize`, as vLLM has it, for the connection that a completion would go to. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiMethods({ POST: apiRoute(tokenizeTexts) });
