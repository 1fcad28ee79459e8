import { describe, expect, it } from 'vitest';
import {
  chunk,
  DONE,
  EVENT_STREAM,
  JSON_TYPE,
  type ResponseFixture,
  stream,
  utf8,
  wireUsage,
} from '../fixtures/fixture';
import { cutAt, readChunks } from '../fixtures/read-fixture';

/** Read whole, and in single bytes: it makes no difference. */
function read(body: string, expectedChoices: number, contentType = EVENT_STREAM) {
  const fixture: ResponseFixture = {
    oddity: 0,
    name: '',
    contentType,
    body,
    expectedChoices,
    expect: { texts: [], end: 'complete' },
  };
  const bytes = utf8(body);
  const whole = readChunks(fixture, [bytes]);
  const cut = readChunks(
    fixture,
    cutAt(
      bytes,
      Array.from({ length: bytes.length - 1 }, (_, at) => at + 1),
    ),
  );
  expect([cut.state, cut.end]).toEqual([whole.state, whole.end]);
  const { state, end } = whole;
  return {
    texts: state.choices.map(({ text }) => text),
    reasons: state.choices.map(({ finishReason }) => finishReason),
    usage: state.usage,
    end: end.status,
    error: end.status === 'failed' ? end.error : null,
  };
}

const inOne = (indexes: readonly unknown[], expected = indexes.length) =>
  read(
    JSON.stringify({
      choices: indexes.map((index, at) => ({
        ...(index === undefined ? {} : { index }),
        text: `${at}`,
        finish_reason: 'stop',
      })),
    }),
    expected,
    JSON_TYPE,
  );

describe('choices of one body', () => {
  it.each([
    ['all with the index 0', [0, 0, 0], ['0', '1', '2']],
    ['all with the index 7', [7, 7], ['0', '1']],
    ['with the index twice', [0, 1, 1], ['0', '1', '2']],
    ['without indexes', [undefined, undefined], ['0', '1']],
    ['with null for an index', [null, null], ['0', '1']],
    ['out of order', [2, 0, 1], ['1', '2', '0']],
    ['with indexes as texts', ['1', '0'], ['1', '0']],
    ['with spaces around them', [' 1 ', '\t0\n'], ['1', '0']],
    ['with indexes as decimals', [1.0, '0.0'], ['1', '0']],
    ['counted from 1', [1, 2, 3], ['0', '1', '2']],
    ['with one that is missing', [1, undefined], ['1', '0']],
    ['with one that is missing at a place that is free', [2, undefined, 0], ['2', '1', '0']],
    ['with a negative index', [-1, 0], ['0', '1']],
    ['with a fraction for an index', [0.5, 1], ['0', '1']],
    ['with a huge index', [1e9, 0], ['0', '1']],
    ['with words for an index', ['first', 'second'], ['0', '1']],
    ['with anything for an index', [{}, [], true], ['0', '1', '2']],
    ['with minus zero', [-0, 1], ['0', '1']],
  ])('%s are told apart by their place', (_how, indexes, texts) => {
    expect(inOne(indexes)).toMatchObject({ texts, end: 'complete', error: null });
  });

  it('are kept when there are more than were requested, or fewer', () => {
    expect(inOne([0, 0], 1).texts).toEqual(['0', '1']);
    expect(inOne([0, 1, 2], 2).texts).toEqual(['0', '1', '2']);
    expect(inOne([5], 1).texts).toEqual(['0']);
    expect(inOne([1], 3)).toMatchObject({ texts: ['', '0', ''], reasons: [null, 'stop', null] });
  });

  it('of several prompts are in the order of the prompts', () => {
    expect(inOne([0, 0, 0, 0], 4).texts).toEqual(['0', '1', '2', '3']);
  });

  it('are not read when there are thousands', () => {
    expect(inOne(Array(2000).fill(0), 2).error).toMatchObject({ kind: 'malformed', code: 'index' });
  });
});

describe('choices of a stream', () => {
  const list = (...choices: (readonly [index: unknown, text: string, reason?: string])[]) => ({
    ...chunk(''),
    choices: choices.map(([index, text, reason = null]) => ({ index, text, finish_reason: reason })),
  });

  it('that is each in every chunk are identified by their order', () => {
    const body = stream(
      list([0, 'a'], [0, 'b'], [0, 'c']),
      list([0, 'd'], [0, ''], [0, 'f']),
      list([0, '', 'stop'], [0, '', 'length'], [0, '', 'stop']),
      { ...chunk(''), usage: wireUsage(3, 5) },
      DONE,
    );
    expect(read(body, 3)).toMatchObject({
      texts: ['ad', 'b', 'cf'],
      reasons: ['stop', 'length', 'stop'],
      end: 'complete',
    });
  });

  it('with indexes as texts are identified by them', () => {
    const body = stream(
      list(['0', 'a']),
      list(['1', 'b']),
      list([' 1', 'c', 'stop']),
      list(['0', 'd', 'stop']),
      DONE,
    );
    expect(read(body, 2)).toMatchObject({ texts: ['ad', 'bc'], end: 'complete' });
  });

  it('may bring two parts of one choice in a chunk', () => {
    expect(read(stream(list([0, 'a'], [0, 'b', 'stop']), DONE), 1).texts).toEqual(['ab']);
    const counted = stream(list([1, 'x']), list([0, 'a'], [0, 'b', 'stop']), list([1, 'y', 'stop']), DONE);
    expect(read(counted, 2).texts).toEqual(['ab', 'xy']);
  });

  it.each([
    ['one goes on after one has ended', [list([0, 'a']), list([0, 'b', 'stop']), list([0, 'c', 'stop'])]],
    ['several end', [list([0, 'a']), list([0, 'b']), list([0, '', 'stop']), list([0, '', 'stop'])]],
    ['a chunk has some of them', [list([0, 'a'], [0, 'b'])]],
    ['they are all there, and then some', [list([0, 'a'], [0, 'b'], [0, 'c']), list([0, 'd'], [0, 'e'])]],
    ['they have no index', [list([null, 'a', 'stop']), list([null, 'b', 'stop'])]],
  ])('under one index are never passed off as one: %s', (_how, chunks) => {
    const { texts, end, error } = read(stream(...chunks, DONE), 3);
    expect(end).toBe('failed');
    expect(error).toMatchObject({ kind: 'malformed', code: 'index' });
    expect(error?.message).toContain("can't be separated. Turn off Stream.");
    expect(texts[0]).not.toContain('c'.repeat(2));
  });

  it('that a server did not write are not there', () => {
    const one = stream(list([0, 'a']), list([0, 'b', 'stop']), DONE);
    expect(read(one, 3)).toMatchObject({
      texts: ['ab', '', ''],
      reasons: ['stop', null, null],
      end: 'complete',
    });
  });

  it.each([-1, 0.5, 1024, 1e300, 'first', '-1', {}, [0], true])('with the index %j end the run', (index) => {
    const { texts, error } = read(stream(list([0, 'Once']), list([index, 'x'])), 1);
    expect(texts).toEqual(['Once']);
    expect(error).toMatchObject({ kind: 'malformed', code: 'index' });
    expect(error?.message.length).toBeLessThan(400);
  });
});

describe('token counts', () => {
  const zeros = wireUsage(0, 0);
  it('of nothing but zeros are none beside a text', () => {
    const body = stream(
      chunk('Once', { usage: zeros }),
      chunk(' upon', { usage: zeros, finish_reason: 'stop' }),
      DONE,
    );
    expect(read(body, 1).usage).toBeNull();
    const whole = { choices: [{ index: 0, text: 'Once', finish_reason: 'stop' }], usage: zeros };
    expect(read(JSON.stringify(whole), 1, JSON_TYPE).usage).toBeNull();
    const nulls = { ...whole, usage: { prompt_tokens: 0, completion_tokens: null } };
    expect(read(JSON.stringify(nulls), 1, JSON_TYPE).usage).toBeNull();
  });

  it('that come at last count, and zeros count where nothing was written', () => {
    const body = stream(
      chunk('Once', { usage: zeros, finish_reason: 'stop' }),
      { ...chunk(''), usage: wireUsage(3, 1) },
      DONE,
    );
    expect(read(body, 1).usage).toEqual({ promptTokens: 3, completionTokens: 1, totalTokens: 4 });
    const silent = stream(chunk('', { usage: zeros, finish_reason: 'stop' }), DONE);
    expect(read(silent, 1).usage).toEqual({ promptTokens: 0, completionTokens: 0, totalTokens: 0 });
    const prompt = stream(chunk('Once', { usage: wireUsage(3, 0), finish_reason: 'stop' }), DONE);
    expect(read(prompt, 1).usage).toEqual({ promptTokens: 3, completionTokens: 0, totalTokens: 3 });
  });
});
