import { describe, expect, it } from 'vitest';
import { createCsvEncoder } from '@/lib/history/model/export/csv';
import { createMarkdownEncoder } from '@/lib/history/model/export/markdown';
import { exampleRun } from '@/lib/history/model/export/testing/example-runs';
import { echoIn } from '@/lib/links/model/echoed';
import { findSensitive } from '@/lib/links/model/find-sensitive';
import { redactSpans, redactTokens } from '@/lib/links/model/redact';
import { createRedactionFinder } from '@/lib/links/model/redaction-finder';
import { readErrorBody } from './errors/error-body';
import { maskSecrets } from './errors/mask-secrets';
import { htmlMessage } from './errors/page-text';
import { takeRequestId } from './errors/request-id';
import { readRetryAfter } from './errors/retry-after';
import { errorFromResponse } from './errors/upstream-error';
import { growsTooMuch, type Reading } from './fixtures/growth';
import { REPEATED_UNITS } from './fixtures/repeated-units';
import { completionsUrl } from './request/completions-url';
import { jsonExcess, WIRE_JSON_BOUNDS } from './response/json-meter';
import { parseWireJson } from './response/json-reader';
import { createResponseReader } from './response/read-response';
import { comesFrom } from './text/comes-from';

/**
 * Everything in this room that the server does with texts that others wrote. A function that reads such a text gets a row here;
 * what the page does is in components/linear-text.test.ts.
 */
const UPSTREAM = 64 * 1024;

const SECRETS = ['a-key-of-ours-1234'];

function refusal(contentType: string) {
  return (bodyText: string) =>
    errorFromResponse({ status: 400, headers: {}, bodyText, contentType, now: 0, secrets: SECRETS });
}

function answer(text: string) {
  const reader = createResponseReader({
    contentType: null,
    response: { status: 200, id: null, model: null, systemFingerprint: null, requestId: null },
    secrets: SECRETS,
  });
  reader.push(new TextEncoder().encode(text));
  return reader.end();
}

function redacted(text: string) {
  const finder = createRedactionFinder(['a', ' ', 'ab', 'Alice Johnson', text.slice(0, 3), text.slice(-2)]);
  const { spans } = finder.find(text);
  const tokens = (text.match(/[\s\S]{1,3}/g) ?? []).map((token) => ({ text: token, logprob: -1, top: [] }));
  return [redactSpans(text, spans), redactTokens(tokens, spans)];
}

const readings: readonly Omit<Reading, 'size'>[] = [
  { name: 'whether a text comes from another', read: (run) => comesFrom(`a${run}b`, `c${run}${run}d`) },
  {
    name: 'whether a text comes from another in the same frame',
    read: (run) => comesFrom(`a b ${run}c d`, `a b e${run}${run}f c d`),
  },
  { name: 'a refusal in words', read: refusal('text/plain') },
  { name: 'a refusal in words, led by spaces', read: (run) => refusal('text/plain')(`a${run}`) },
  { name: 'a refusal as a page', read: (run) => refusal('text/html')(`<html>${run}`) },
  {
    name: 'a refusal as JSON, every field',
    read: (run) =>
      refusal('application/json')(
        JSON.stringify({ error: { message: `a${run}`, param: `a${run}`, code: run, type: run } }),
      ),
  },
  { name: 'a refusal as JSON that is cut', read: (run) => refusal('application/json')(`{"message":"${run}`) },
  {
    name: 'a refusal as JSON, between members',
    read: (run) => refusal('application/json')(`{"a":NaN,${run}`),
  },
  {
    name: 'a refusal as an event',
    read: (run) => refusal('text/event-stream')(`event:${run}\ndata: ${run}`),
  },
  { name: 'the words of a page', read: (run) => htmlMessage(`<title${run}<h1>${run}`) },
  { name: 'a page within a script', read: (run) => htmlMessage(`<script>${run}`) },
  { name: 'the id of a request', read: (run) => takeRequestId(`a${run}(request id: ${run}`) },
  {
    name: 'the name of a parameter',
    read: (run) => readErrorBody({ error: { message: 'a', param: `a${run}` } }),
  },
  { name: 'masking', read: (run) => maskSecrets(`a${run}`, SECRETS) },
  { name: 'masking behind bearer', read: (run) => maskSecrets(`bearer${run}`, SECRETS) },
  { name: 'masking behind api key', read: (run) => maskSecrets(`api key${run}`, SECRETS) },
  { name: 'masking behind a quotation mark', read: (run) => maskSecrets(`secret":${run}`, SECRETS) },
  { name: 'masking behind a prefix', read: (run) => maskSecrets(`sk-${run}`, SECRETS) },
  { name: 'Retry-After', read: (run) => readRetryAfter(() => `1${run}`, 0) },
  { name: 'JSON of an event', read: (run) => parseWireJson(`{"a":NaN,${run}`) },
  { name: 'JSON of an event, in a text', read: (run) => parseWireJson(`{"a":NaN,"b":"${run}`) },
  { name: 'what JSON asks of its parser', read: (run) => jsonExcess(run, WIRE_JSON_BOUNDS) },
  { name: 'a stream', read: answer },
  { name: 'a stream, in an event', read: (run) => answer(`data: {"choices":[{"text":"${run}\n\n`) },
  { name: 'a stream, in an error line', read: (run) => answer(`error:${run}\n`) },
  { name: 'a whole answer, in a text', read: (run) => answer(`{"choices":[{"text":"${run}`) },
  { name: 'a whole answer, between choices', read: (run) => answer(`{"choices":[${run}`) },
  { name: 'a whole answer, in a number', read: (run) => answer(`{"choices":[1${run}`) },
  { name: 'a page instead of an answer', read: (run) => answer(`<html${run}`) },
  { name: 'an address', read: (run) => completionsUrl(`https://a.test/${run}`) },
  { name: 'what may be private', read: (run) => findSensitive(`a${run}`) },
  { name: 'an echo', read: (run) => echoIn(`a${run}`, `a${run}b`) },
  { name: 'redaction', read: redacted, quick: 2 },
  {
    name: 'a row of CSV',
    read: (run) => [...createCsvEncoder().run(exampleRun({ title: run, note: `=${run}` }))],
  },
  {
    name: 'a section of Markdown',
    read: (run) => [...createMarkdownEncoder('2026-01-01').run(exampleRun({ title: run, note: run }))],
  },
];

describe('twice the text takes about twice the time, whatever it is made of', () => {
  it('tries at least sixty units', () => {
    expect(new Set(REPEATED_UNITS).size).toBeGreaterThan(60);
  });

  it.each(readings)('$name', { timeout: 600_000 }, (reading) => {
    expect(growsTooMuch({ ...reading, size: UPSTREAM })).toEqual([]);
  });
});
