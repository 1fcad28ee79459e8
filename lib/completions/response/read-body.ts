import { maskSecrets } from '@/lib/completions/errors/mask-secrets';
import { htmlMessage } from '@/lib/completions/errors/page-text';
import { ERROR_BODY_LIMIT, transportError } from '@/lib/completions/errors/upstream-error';
import { ownCopy } from '@/lib/completions/text/own-copy';
import type { AnswerReader } from './answer-reader';
import { parseCutJson } from './cut-json';
import { createJsonMeter, excessMessage, WIRE_JSON_BOUNDS } from './json-meter';
import type { BodyReader, ReaderEnd, ResponseReaderOptions } from './reader-types';
import { parseWireJson } from './wire-json';

/**
 * Reads an answer that came as one piece: plain JSON, or the page of a proxy that stands in the way. The text is
 * needed whole, so it is collected, up to the limit.
 */
export function createBodyReader(
  answer: AnswerReader,
  form: 'json' | 'page',
  options: ResponseReaderOptions,
  limit: number,
): BodyReader {
  const decoder = new TextDecoder('utf-8');
  const meter = createJsonMeter(WIRE_JSON_BOUNDS);
  const pieces: string[] = [];
  let size = 0;

  function malformed(message: string, code: string, text: string): ReaderEnd {
    const rawBody = ownCopy(maskSecrets(text.slice(0, ERROR_BODY_LIMIT), options.secrets));
    return { status: 'failed', error: transportError('malformed', message, code, { rawBody }) };
  }

  function readJson(text: string): ReaderEnd {
    // It was measured while it came.
    const parsed = parseWireJson(text, null);
    if (parsed.ok) {
      const problem = answer.read(parsed.value, text);
      if (problem !== null) return { status: 'failed', error: problem };
      if (answer.recognised) return { status: 'complete' };
      return malformed(
        'The answer is JSON, but not of the completions protocol: it holds no choices.',
        'not_completions',
        text,
      );
    }
    const cut = parseCutJson(text);
    if (cut === null) return malformed('The answer begins like JSON, but is not.', 'not_json', text);
    const problem = cut.ok ? answer.read(cut.value, text) : null;
    return problem === null ? { status: 'truncated' } : { status: 'failed', error: problem };
  }

  function readPage(text: string): ReaderEnd {
    const title = htmlMessage(text);
    // A page may repeat what it was asked with in its very title.
    const message = title === null ? 'no title' : `“${maskSecrets(title, options.secrets)}”`;
    return malformed(
      `The server answered with a web page (${message}) instead of a completion.`,
      'page',
      text,
    );
  }

  return {
    push(bytes) {
      size += bytes.length;
      // A page is only quoted from: its beginning is enough.
      if (form === 'page' && size > ERROR_BODY_LIMIT) {
        pieces.push(decoder.decode(bytes.subarray(0, ERROR_BODY_LIMIT)));
        return readPage(pieces.join(''));
      }
      if (size > limit) {
        pieces.length = 0;
        const message = `The answer is larger than ${Math.round(limit / 1024 / 1024)} MiB.`;
        return { status: 'failed', error: transportError('too_large', message, 'body') };
      }
      const excess = form === 'json' ? meter.bytes(bytes) : null;
      pieces.push(decoder.decode(bytes, { stream: true }));
      if (excess === null) return null;
      const text = pieces.join('');
      pieces.length = 0;
      return malformed(excessMessage('The answer', excess), excess, text);
    },
    finish() {
      const text = pieces.join('') + decoder.decode();
      return form === 'json' ? readJson(text) : readPage(text);
    },
  };
}
