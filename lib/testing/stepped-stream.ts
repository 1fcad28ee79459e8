import type { ServerResponse } from 'node:http';
import { type Answer, chunk, DONE, type RecordedRequest, SSE_HEADERS } from './upstream-wire';

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
