import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import zlib from 'node:zlib';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as JSON; null when it is none. */
  readonly json: unknown;
  /** Resolves when the connection of this request is closed, or its answer has been sent whole. */
  readonly closed: Promise<'closed' | 'finished'>;
}

/** One way to answer a request. */
export type Answer = (
  response: ServerResponse,
  request: RecordedRequest & { readonly socket: Socket },
) => void | Promise<void>;

/** A stream that a test sends step by step. */
export interface SteppedStream {
  readonly answer: Answer;
  /** Resolves once a request has come and the headers are out. */
  readonly begun: Promise<RecordedRequest>;
  /** Sends one chunk with this text. */
  text(text: string, index?: number): void;
  /** Sends raw bytes. */
  raw(bytes: string | Uint8Array): void;
  /** Sends the finish reason and [DONE], and ends the body. */
  finish(finishReason?: string): void;
  /** Closes the connection without an end. */
  cut(): void;
}

/** One chunk of a stream, as servers send it. */
export function chunk(text: string, more: { index?: number; finishReason?: string | null } = {}): string {
  const choice = { text, index: more.index ?? 0, logprobs: null, finish_reason: more.finishReason ?? null };
  return `data: ${JSON.stringify({ ...ENVELOPE, choices: [choice] })}\n\n`;
}

export const DONE = 'data: [DONE]\n\n';
const ENVELOPE = { id: 'cmpl-test', object: 'text_completion', created: 1_700_000_000, model: 'test-model' };
const SSE_HEADERS = { 'content-type': 'text/event-stream; charset=utf-8', 'x-request-id': 'req-upstream' };

export function steppedStream(): SteppedStream {
  let response: ServerResponse | null = null;
  let begin: (request: RecordedRequest) => void = () => {};
  const begun = new Promise<RecordedRequest>((resolve) => {
    begin = resolve;
  });
  const write = (bytes: string | Uint8Array) => void response?.write(bytes);
  return {
    begun,
    answer: (to, request) => {
      response = to;
      to.writeHead(200, SSE_HEADERS);
      to.flushHeaders();
      begin(request);
    },
    text: (text, index) => write(chunk(text, { index })),
    raw: write,
    finish: (finishReason = 'stop') => {
      write(chunk('', { finishReason }));
      response?.end(DONE);
    },
    cut: () => response?.destroy(),
  };
}

/** Ready-made ways to answer. */
export const answers = {
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
  /** Whatever the request asked for, streamed or plain. */
  asAsked:
    (text: string): Answer =>
    (response, request) => {
      const wantsStream = isRecord(request.json) && request.json.stream === true;
      return (wantsStream ? answers.stream([text]) : answers.plain(text))(response, request);
    },
  /** Raw bytes in a 200 stream, one write each, then the end of the body. */
  rawStream:
    (...pieces: (string | Uint8Array)[]): Answer =>
    (response) => {
      response.writeHead(200, SSE_HEADERS);
      for (const piece of pieces) response.write(piece);
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
  /** An error object in the middle of a 200 stream. */
  errorInStream:
    (message: string, before: readonly string[] = []): Answer =>
    (response) => {
      response.writeHead(200, SSE_HEADERS);
      for (const text of before) response.write(chunk(text));
      response.end(
        `data: ${JSON.stringify({ error: { message, type: 'server_error', code: null } })}\n\n${DONE}`,
      );
    },
  /** Texts, then half an event, then the end of the connection. */
  cutMidEvent:
    (texts: readonly string[]): Answer =>
    async (response, { socket }) => {
      response.writeHead(200, SSE_HEADERS);
      for (const text of texts) response.write(chunk(text));
      const half = chunk('never seen').slice(0, 30);
      // Waits until the bytes have left: a reset throws away what is still in the buffer.
      await new Promise<void>((resolve) => response.write(half, () => resolve()));
      socket.end();
      socket.destroySoon();
    },
  /** Texts and a regular end of the body, without any end mark. */
  withoutEnd:
    (texts: readonly string[]): Answer =>
    (response) => {
      response.writeHead(200, SSE_HEADERS);
      for (const text of texts) response.write(chunk(text));
      response.end();
    },
  /** A finish reason, but no [DONE]. */
  withoutDone:
    (texts: readonly string[]): Answer =>
    (response) => {
      response.writeHead(200, SSE_HEADERS);
      for (const text of texts) response.write(chunk(text));
      response.end(chunk('', { finishReason: 'stop' }));
    },
  /** A finish reason, no [DONE], and a body that never ends. */
  neverDone:
    (texts: readonly string[]): Answer =>
    (response) => {
      response.writeHead(200, SSE_HEADERS);
      for (const text of texts) response.write(chunk(text));
      response.write(chunk('', { finishReason: 'stop' }));
    },
  /** Takes the request and never says anything. */
  silence: (): Answer => () => {},
  /** Headers, some text, then nothing for ever. */
  stall:
    (texts: readonly string[] = []): Answer =>
    (response) => {
      response.writeHead(200, SSE_HEADERS);
      response.flushHeaders();
      for (const text of texts) response.write(chunk(text));
    },
  /** Closes the connection at once, rudely. */
  reset:
    (): Answer =>
    (_response, { socket }) => {
      socket.resetAndDestroy();
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
  /** One event of this many characters. */
  hugeEvent:
    (characters: number): Answer =>
    (response) => {
      response.writeHead(200, SSE_HEADERS);
      response.end(chunk('x'.repeat(characters)) + DONE);
    },
  /** Promises more bytes than it sends. */
  lyingLength:
    (texts: readonly string[]): Answer =>
    (response, { socket }) => {
      const body = texts.map((text) => chunk(text)).join('');
      socket.end(
        `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: ${body.length + 500}\r\n\r\n${body}`,
      );
      response.destroy();
    },
  /** Bytes that are not HTTP. */
  noHttp:
    (): Answer =>
    (_response, { socket }) => {
      socket.end('SSH-2.0-OpenSSH_9.2\r\n');
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
