import { maskSecrets } from '../errors/mask-secrets';
import { htmlMessage } from '../errors/page-text';
import { ERROR_BODY_LIMIT, transportError } from '../errors/upstream-error';
import { ownCopy } from '../text/own-copy';
import type { AnswerReader } from './answer-reader';
import { excessMessage, WIRE_JSON_BOUNDS } from './json-meter';
import { createJsonReader, type JsonFault } from './json-reader';
import type { BodyReader, ReaderEnd, ResponseReaderOptions } from './reader-types';

/** Reads an answer that is one JSON body, up to the limit. */
export function createJsonBodyReader(
  answer: AnswerReader,
  options: ResponseReaderOptions,
  limit: number,
): BodyReader {
  const decoder = new TextDecoder('utf-8');
  const reader = createJsonReader(WIRE_JSON_BOUNDS);
  const beginning = createBeginning();
  let size = 0;
  let fault: JsonFault | null = null;

  function finish(): ReaderEnd {
    const { value, isWhole } = reader.finish();
    const problem = answer.read(value, beginning.text());
    const quote = () => quotedFrom(beginning.text(), options);
    if (fault !== null && fault !== 'not_json')
      return malformed(excessMessage('The response', fault), fault, quote());
    if (problem !== null) return { status: 'failed', error: problem };
    if (isWhole) {
      if (answer.recognised) return { status: 'complete' };
      const message = 'The response is JSON but not a completion: it has no choices.';
      return malformed(message, 'not_completions', quote());
    }
    // What came before the fault is an answer, too.
    if (fault === null || answer.recognised) return { status: 'truncated' };
    return malformed("The response looks like JSON but isn't valid.", fault, quote());
  }

  function take(text: string): void {
    beginning.add(text);
    fault ??= reader.push(text);
  }

  return {
    push(bytes) {
      size += bytes.length;
      if (size > limit) {
        const message = `The response is larger than ${Math.round(limit / 1024 / 1024)} MB.`;
        return { status: 'failed', error: transportError('too_large', message, 'body') };
      }
      take(decoder.decode(bytes, { stream: true }));
      // So that the error quotes the same text however the network cut the bytes.
      return fault !== null && beginning.isFull() ? finish() : null;
    },
    finish() {
      take(decoder.decode());
      return finish();
    },
  };
}

/** Reads the page of a proxy in between. Only quoted in an error, so its beginning is enough. */
export function createPageReader(options: ResponseReaderOptions): BodyReader {
  const decoder = new TextDecoder('utf-8');
  const beginning = createBeginning();

  function finish(): ReaderEnd {
    const title = htmlMessage(beginning.text());
    // A page may repeat the request, key included, even in its title.
    const message = title === null ? 'no title' : `“${maskSecrets(title, options.secrets)}”`;
    return malformed(
      `The server sent a web page (${message}) instead of a completion.`,
      'page',
      quotedFrom(beginning.text(), options),
    );
  }

  return {
    push(bytes) {
      beginning.add(decoder.decode(bytes, { stream: true }));
      return beginning.isFull() ? finish() : null;
    },
    finish() {
      beginning.add(decoder.decode());
      return finish();
    },
  };
}

function malformed(message: string, code: string, rawBody: string): ReaderEnd {
  return { status: 'failed', error: transportError('malformed', message, code, { rawBody }) };
}

function quotedFrom(text: string, { secrets }: ResponseReaderOptions): string {
  return ownCopy(maskSecrets(text, secrets));
}

/** As much of a text as an error quotes. */
function createBeginning() {
  const chunks: string[] = [];
  let length = 0;
  return {
    add(text: string): void {
      if (length >= ERROR_BODY_LIMIT) return;
      chunks.push(text.slice(0, ERROR_BODY_LIMIT - length));
      length += text.length;
    },
    isFull: () => length >= ERROR_BODY_LIMIT,
    text: () => chunks.join(''),
  };
}
