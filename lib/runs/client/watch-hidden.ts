import { apiResponse } from '@/lib/platform/client/http/api';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { isRecord } from '@/lib/protocol/response/wire-json';
import type { WhileHidden } from './while-visible';

/**
 * Tells our server that a hidden page is still there. No schema: this is part of the first load.
 * @param path of the run or the comparison
 * @param otherwise the result when nothing is active
 */
export async function watchHidden(
  path: string,
  otherwise: WhileHidden,
  signal: AbortSignal,
): Promise<WhileHidden> {
  try {
    const response = await apiResponse(`${path}/watch`, { method: 'POST', withoutSession: true, signal });
    const answer: unknown = await response.json().catch(() => null);
    return isRecord(answer) && answer.live === false ? otherwise : 'going';
  } catch (error) {
    // Gone, or signed out: joining will show which.
    if (error instanceof ApiError && (error.status === 404 || error.status === 401)) return 'ended';
    throw error;
  }
}
