import { type Answer, chunk, DONE, SSE_HEADERS } from './upstream-wire';

/** Faults of real servers. */
export const faults = {
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
      // Waits until the bytes have left: a reset discards what is still in the buffer.
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
  /** Headers, some text, then nothing forever. */
  stall:
    (texts: readonly string[] = []): Answer =>
    (response) => {
      response.writeHead(200, SSE_HEADERS);
      response.flushHeaders();
      for (const text of texts) response.write(chunk(text));
    },
  /** Resets the connection immediately. */
  reset:
    (): Answer =>
    (_response, { socket }) => {
      socket.resetAndDestroy();
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
} as const;
