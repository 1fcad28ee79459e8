import type { RunState } from '@/lib/protocol/run/run-state';

/** Whether the server told something besides the text. */
export function hasAnswerDetails({ response, usage }: Pick<RunState, 'response' | 'usage'>): boolean {
  return response?.raw !== undefined || usage !== null;
}
