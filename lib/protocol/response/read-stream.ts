import { maskSecrets } from '../errors/mask-secrets';
import { errorFromStream, transportError } from '../errors/upstream-error';
import type { RunError } from '../run/run-events';
import { ownCopy } from '../text/own-copy';
import type { AnswerReader } from './answer-reader';
import { excessMessage } from './json-meter';
import { parseWireJson } from './json-reader';
import type { BodyReader, ReaderEnd, ResponseReaderOptions } from './reader-types';
import { createSseParser, type SseEvent } from './sse-parser';

const MAX_UNKNOWN_TEXT = 4096;

const KEEP_ALIVE = /^\[?(?:ping|pong|keep-?alive|heartbeat)\]?$/i;

/** Reads an answer that comes as server-sent events, in all dialects that servers use. */
export function createStreamReader(
  answer: AnswerReader,
  options: ResponseReaderOptions,
  limit: number,
): BodyReader {
  const parser = createSseParser(limit);
  const status = options.response.status;
  const secrets = options.secrets ?? [];
  let unknownText = '';
  let sawOther = false;

  function fail(error: RunError): ReaderEnd {
    return { status: 'failed', error };
  }

  function malformed(message: string, code: string, text: string): ReaderEnd {
    const rawBody = text === '' ? null : ownCopy(maskSecrets(text.slice(0, MAX_UNKNOWN_TEXT), secrets));
    return fail(transportError('malformed', message, code, { rawBody }));
  }

  function readData(name: string, data: string, last: boolean): ReaderEnd | null {
    const text = data.trim();
    if (text === '' || KEEP_ALIVE.test(text)) return null;
    if (text === '[DONE]' || text === '"[DONE]"') return atDone();
    const parsed = parseWireJson(text);
    if (!parsed.ok) {
      if (parsed.why !== 'not_json')
        return malformed(excessMessage('An event in the response', parsed.why), parsed.why, text);
      const looksCut = /^[{["]/.test(text);
      if (name !== 'error' && looksCut) {
        // The last event of a body may be cut off: then the answer is truncated, not malformed.
        return last ? null : malformed("The server sent an event that isn't JSON.", 'not_json', text);
      }
      return fail(errorFromStream(text, status, text, secrets));
    }
    const problem =
      name === 'error'
        ? errorFromStream(parsed.value, status, text, secrets)
        : answer.read(parsed.value, text);
    if (!answer.recognised) sawOther = true;
    return problem === null ? null : fail(problem);
  }

  function atDone(): ReaderEnd {
    if (!answer.recognised && sawOther) return unknownAnswer();
    return complete();
  }

  function complete(): ReaderEnd {
    const problem = answer.atEnd();
    return problem === null ? { status: 'complete' } : fail(problem);
  }

  function unknownAnswer(): ReaderEnd {
    const message = "The response isn't a completion: it has no choices.";
    return malformed(message, 'not_completions', unknownText);
  }

  /** A line outside the format: llama.cpp's `error: {…}`, or an error object without `data:`. */
  function readUnknownLine(line: string): ReaderEnd | null {
    const reported = line.slice(0, 6).toLowerCase() === 'error:' ? line.slice(6).trim() : '';
    if (reported !== '') {
      const parsed = parseWireJson(reported);
      return fail(errorFromStream(parsed.ok ? parsed.value : reported, status, line, secrets));
    }
    if (line.startsWith('{')) {
      const parsed = parseWireJson(line);
      const problem = parsed.ok ? answer.read(parsed.value, line) : null;
      return problem === null ? null : fail(problem);
    }
    if (unknownText.length < MAX_UNKNOWN_TEXT) unknownText += `${line.slice(0, MAX_UNKNOWN_TEXT)}\n`;
    return null;
  }

  function read(events: readonly SseEvent[], last: boolean): ReaderEnd | null {
    for (const event of events) {
      for (const unknownLine of event.unknownLines) {
        const end = readUnknownLine(unknownLine);
        if (end !== null) return end;
      }
      const end = event.data === null ? null : readData(event.name, event.data, last);
      if (end !== null) return end;
    }
    if (!parser.overflowed) return null;
    const message = `The server sent an event larger than ${Math.round(limit / 1024)} KB.`;
    return fail(transportError('too_large', message, 'event'));
  }

  return {
    push: (bytes) => read(parser.push(bytes), false),
    finish() {
      const end = read(parser.finish(), true);
      if (end !== null) return end;
      if (answer.allChoicesEnded) return complete();
      if (!answer.recognised && (sawOther || unknownText.includes(' '))) return unknownAnswer();
      return { status: 'truncated' };
    },
  };
}
