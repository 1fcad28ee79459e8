import type { ServerResponse } from 'node:http';
import zlib from 'node:zlib';
import { faults } from './upstream-faults';
import { type Answer, chunk, DONE, ENVELOPE, SSE_HEADERS } from './upstream-wire';

/** Ready-made ways to answer. */
export const answers = {
  ...faults,
  /** A proper stream, all at once. */
  stream:
    (texts: readonly string[], finishReason = 'stop'): Answer =>
    (response) => {
      response.writeHead(200, SSE_HEADERS);
      for (const text of texts) response.write(chunk(text));
      response.write(chunk('', { finishReason }));
      response.end(DONE);
    },
  /** A proper plain answer, for `stream: false`. */
  plain:
    (text: string): Answer =>
    (response) => {
      const choices = [{ text, index: 0, logprobs: null, finish_reason: 'stop' }];
      const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };
      json(response, 200, { ...ENVELOPE, choices, usage });
    },
  /** Whatever was requested, streamed or plain. */
  asRequested:
    (text: string): Answer =>
    (response, request) => {
      const wantsStream = isRecord(request.json) && request.json.stream === true;
      return (wantsStream ? answers.stream([text]) : answers.plain(text))(response, request);
    },
  /** Raw bytes in a 200 stream, one write each, then the end of the body. */
  rawStream:
    (...chunks: (string | Uint8Array)[]): Answer =>
    (response) => {
      response.writeHead(200, SSE_HEADERS);
      for (const chunk of chunks) response.write(chunk);
      response.end();
    },
  /** The shape of error that r9s and OpenAI use. */
  error:
    (status: number, message: string, more: ErrorDetail = {}): Answer =>
    (response) => {
      const { headers = {}, type = 'invalid_request_error', code = null, param = null } = more;
      json(response, status, { error: { message, type, code, param } }, headers);
    },
  /** Any status, content type and body: pages of proxies, plain text, nothing at all. */
  body:
    (
      status: number,
      contentType: string | null,
      body: string,
      headers: Record<string, string> = {},
    ): Answer =>
    (response) => {
      response.writeHead(status, { ...(contentType && { 'content-type': contentType }), ...headers });
      response.end(body);
    },
  redirect:
    (location: string): Answer =>
    (response) => {
      response.writeHead(302, { location });
      response.end();
    },
  gzip:
    (texts: readonly string[], encoding: 'gzip' | 'deflate' | 'br' = 'gzip'): Answer =>
    (response) => {
      const body = Buffer.from(
        texts.map((text) => chunk(text)).join('') + chunk('', { finishReason: 'stop' }) + DONE,
      );
      const packed =
        encoding === 'gzip'
          ? zlib.gzipSync(body)
          : encoding === 'br'
            ? zlib.brotliCompressSync(body)
            : zlib.deflateSync(body);
      response.writeHead(200, { ...SSE_HEADERS, 'content-encoding': encoding });
      response.end(packed);
    },
  models:
    (ids: readonly string[]): Answer =>
    (response) => {
      const data = ids.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'tests' }));
      json(response, 200, { object: 'list', data });
    },
} as const;

export interface ErrorDetail {
  readonly headers?: Record<string, string>;
  readonly type?: string;
  readonly code?: string | number | null;
  readonly param?: string | null;
}

function json(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-request-id': 'req-upstream',
    ...headers,
  });
  response.end(JSON.stringify(body));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
