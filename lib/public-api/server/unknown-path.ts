import { AppError } from '@/lib/platform/model/app-error';
import { publicOrigin } from '@/lib/platform/server/http/request-origin';

/**
 * The refusal of a path that this API does not have. It says what the client probably meant: most are a base URL
 * with `/v1` missing or doubled, or a client for chat.
 */
export function unknownPath(request: Request): AppError {
  const { pathname } = new URL(request.url);
  return new AppError('not_found', {
    message: `Unknown endpoint: ${request.method} ${pathname.slice(0, 100)}. ${hint(request, pathname)}`,
  });
}

function hint(request: Request, pathname: string): string {
  const base = `${publicOrigin(request)}/v1`;
  if (/^\/v1\/v1(\/|$)/.test(pathname)) {
    return `The base URL has /v1 twice. Use ${base}, or ${publicOrigin(request)} if your client adds /v1 itself.`;
  }
  if (/\/(chat\/completions|responses|messages)$/.test(pathname)) {
    return `The playground only has the text completions API. Send a prompt to POST ${base}/completions.`;
  }
  if (!/^\/v1(\/|$)/.test(pathname)) return `The base URL is missing /v1. Use ${base}.`;
  return `Available: POST ${base}/completions, GET ${base}/models, POST ${base}/tokenize and POST ${base}/detokenize. Full description: ${base}/openapi.json.`;
}
