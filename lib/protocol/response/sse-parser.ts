/**
 * A push parser for server-sent events: bytes in, whole events out.
 *
 * Our own instead of eventsource-parser, which is right on most input but (3.1.1, as read in its source)
 * searches for CR and LF from each line's start to the end of the chunk, quadratic in a chunk with bare CRs;
 * holds back an event that ends in a bare CR until the next read; drops a last event without its blank line;
 * and counts its limit only between reads, so that whether a large event passes depends on where the network
 * cut it.
 *
 * This one scans every byte once, returns an event as soon as its last byte is here, and counts the same for
 * every cut. In memory: one line and one event, both bounded.
 */

export interface SseEvent {
  /** The `event:` field; empty when there was none. */
  readonly name: string;
  /** The `data:` lines, joined by a line feed. Null for a block without a `data:` line. */
  readonly data: string | null;
  /** The `id:` field of this block; null when there was none. */
  readonly id: string | null;
  /**
   * Lines with an unknown field, as they came: some servers report errors in them (`error: {…}`, bare `{…}`).
   */
  readonly unknownLines: readonly string[];
}

export interface SseParser {
  /** Events completed by these bytes. Nothing more comes after `overflowed`. */
  push(bytes: Uint8Array): SseEvent[];
  /** The body is over: the rest counts as an event although its blank line is missing. */
  finish(): SseEvent[];
  /** True once a line or an event exceeded the limit; the parser then ignores the rest. */
  readonly overflowed: boolean;
}

/**
 * @param limit maximum UTF-16 units (never more than the bytes) of one line, and of the `data` of one event
 */
export function createSseParser(limit: number): SseParser {
  // stream: true keeps the first bytes of a cut code point; a byte order mark at the start is dropped.
  const decoder = new TextDecoder('utf-8');
  let chunks: string[] = [];
  let chunkLength = 0;
  let skipLineFeed = false;
  let overflowed = false;

  let name = '';
  let id: string | null = null;
  let data: string[] = [];
  let dataLength = 0;
  let unknownLines: string[] = [];

  function clearBlock(): void {
    name = '';
    id = null;
    data = [];
    dataLength = 0;
    unknownLines = [];
  }

  function overflow(): void {
    overflowed = true;
    chunks = [];
    clearBlock();
  }

  function dispatch(into: SseEvent[]): void {
    if (data.length > 0 || unknownLines.length > 0) {
      into.push({ name, data: data.length > 0 ? data.join('\n') : null, id, unknownLines });
    }
    clearBlock();
  }

  function count(length: number): boolean {
    dataLength += length + 1;
    if (dataLength <= limit) return true;
    overflow();
    return false;
  }

  function line(text: string, into: SseEvent[]): void {
    if (text.length > limit) {
      overflow();
      return;
    }
    if (text === '') {
      dispatch(into);
      return;
    }
    const colon = text.indexOf(':');
    if (colon === 0) return; // a comment
    const field = colon === -1 ? text : text.slice(0, colon);
    const value = colon === -1 ? '' : text.slice(text.charCodeAt(colon + 1) === 0x20 ? colon + 2 : colon + 1);
    switch (field) {
      case 'data':
        if (count(value.length)) data.push(value);
        return;
      case 'event':
        name = value;
        return;
      case 'id':
        id = value;
        return;
      case 'retry':
        return;
      default:
        if (count(text.length)) unknownLines.push(text);
    }
  }

  function feed(text: string, into: SseEvent[]): void {
    let start = 0;
    if (skipLineFeed && text.length > 0) {
      if (text.charCodeAt(0) === 0x0a) start = 1;
      skipLineFeed = false;
    }
    // Each index is searched again only after it has been passed, so that the scans never overlap.
    let lf = -2;
    let cr = -2;
    while (!overflowed) {
      if (lf !== -1 && lf < start) lf = text.indexOf('\n', start);
      if (cr !== -1 && cr < start) cr = text.indexOf('\r', start);
      const end = lf === -1 ? cr : cr === -1 ? lf : Math.min(lf, cr);
      if (end === -1) break;
      let whole = text.slice(start, end);
      if (chunks.length > 0) {
        chunks.push(whole);
        whole = chunks.join('');
        chunks = [];
        chunkLength = 0;
      }
      start = end + 1;
      if (end === cr) {
        // A CR ends the line immediately; an LF after it, perhaps in the next read, belongs to it.
        if (start < text.length) {
          if (text.charCodeAt(start) === 0x0a) start += 1;
        } else {
          skipLineFeed = true;
        }
      }
      line(whole, into);
    }
    if (!overflowed && start < text.length) {
      chunks.push(text.slice(start));
      chunkLength += text.length - start;
      if (chunkLength > limit) overflow();
    }
  }

  return {
    get overflowed() {
      return overflowed;
    },
    push(bytes) {
      const events: SseEvent[] = [];
      if (!overflowed) feed(decoder.decode(bytes, { stream: true }), events);
      return events;
    },
    finish() {
      const events: SseEvent[] = [];
      if (overflowed) return events;
      feed(decoder.decode(), events);
      if (chunks.length > 0) line(chunks.join(''), events);
      chunks = [];
      if (!overflowed) dispatch(events);
      return events;
    },
  };
}
