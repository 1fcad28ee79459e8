import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as JSON; null when it is not JSON. */
  readonly json: unknown;
  /** Resolves when the connection of this request is closed, or its answer has been sent whole. */
  readonly closed: Promise<'closed' | 'finished'>;
}

/** One way to answer a request. */
export type Answer = (
  response: ServerResponse,
  request: RecordedRequest & { readonly socket: Socket },
) => void | Promise<void>;

/** One chunk of a stream, as servers send it. */
export function chunk(text: string, more: { index?: number; finishReason?: string | null } = {}): string {
  const choice = { text, index: more.index ?? 0, logprobs: null, finish_reason: more.finishReason ?? null };
  return `data: ${JSON.stringify({ ...ENVELOPE, choices: [choice] })}\n\n`;
}

export const DONE = 'data: [DONE]\n\n';
export const ENVELOPE = {
  id: 'cmpl-test',
  object: 'text_completion',
  created: 1_700_000_000,
  model: 'test-model',
};
export const SSE_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'x-request-id': 'req-upstream',
};
