import type { CompletionRequest } from './request-schema';

/** Number of choices a request asks for: prompts × n. Choice index = i + promptIndex · n. */
export function expectedChoices(request: Pick<CompletionRequest, 'prompt' | 'n'>): number {
  return (request.n ?? 1) * (Array.isArray(request.prompt) ? request.prompt.length : 1);
}
