import { createParser } from 'eventsource-parser';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../fixtures/fixture';
import { integer, oneOf, seededRandom } from '../fixtures/seeded-random';
import { createSseParser, type SseEvent } from './sse-parser';

function parse(text: string, chunks = 1): SseEvent[] {
  const parser = createSseParser(1_000_000);
  const bytes = utf8(text);
  const size = Math.ceil(bytes.length / chunks) || 1;
  const events: SseEvent[] = [];
  for (let at = 0; at < bytes.length; at += size) events.push(...parser.push(bytes.subarray(at, at + size)));
  return [...events, ...parser.finish()];
}

const event = (data: string | null, more: Partial<SseEvent> = {}): SseEvent => ({
  name: '',
  id: null,
  unknownLines: [],
  data,
  ...more,
});

describe('the event stream parser', () => {
  it('reads names, ids, data of several lines, and the lines it does not know', () => {
    expect(parse('event: a\nid: 7\ndata: x\ndata:y\ndata\ndata:  z\n\nerror: no\n{"a":1}\n\n')).toEqual([
      event('x\ny\n\n z', { name: 'a', id: '7' }),
      event(null, { unknownLines: ['error: no', '{"a":1}'] }),
    ]);
  });

  it('gives no event for comments, lone names and empty lines', () => {
    expect(parse(': a\n\n\n\nevent: x\n\nid: 1\nretry: 5\n\n')).toEqual([]);
  });

  it('treats LF, CRLF and CR alike, one after the other', () => {
    expect(parse('data: a\r\n\r\ndata: b\r\rdata: c\n\ndata: d\r\n\ndata: e\r\n\r')).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((data) => event(data)),
    );
  });

  it('hands an event out with the last byte of its blank line', () => {
    const parser = createSseParser(1000);
    expect(parser.push(utf8('data: a\r\n\r'))).toEqual([event('a')]);
    expect(parser.push(utf8('\ndata: b\n'))).toEqual([]);
    expect(parser.push(utf8('\n'))).toEqual([event('b')]);
  });

  it('reads what eventsource-parser reads, on a thousand random bodies', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 1000; round += 1) {
      const text = Array.from({ length: integer(random, 0, 25) }, () =>
        oneOf(random, [
          'data: ',
          'data:',
          'event: e',
          'id: 1',
          ': c',
          '\n',
          '\r\n',
          '\r',
          '\n\n',
          '\r\r',
          'ü🧵',
          '{"a":"b:c"}',
          ' ',
          ':',
        ]),
      ).join('');
      const expected: { data: string; name: string }[] = [];
      const reference = createParser({
        onEvent: ({ data, event: name }) => expected.push({ data, name: name ?? '' }),
      });
      reference.feed(`${text}\n\n`);
      // It keeps an event that ends in a bare CR back until more comes.
      reference.feed(':\n');
      const found = parse(`${text}\n\n`, integer(random, 1, 8)).filter(({ data }) => data !== null);
      expect(found.map(({ data, name }) => ({ data, name }))).toEqual(expected);
    }
  });

  it('counts the same way at every cut', () => {
    for (const length of [90, 93, 94, 95, 100, 120]) {
      const bytes = utf8(`data: ${'x'.repeat(length)}\n\n`);
      const verdicts = new Set<boolean>();
      for (let at = 0; at <= bytes.length; at += 1) {
        const parser = createSseParser(100);
        parser.push(bytes.subarray(0, at));
        parser.push(bytes.subarray(at));
        verdicts.add(parser.overflowed);
      }
      expect([...verdicts]).toEqual([length + 6 > 100]);
    }
  });
});
