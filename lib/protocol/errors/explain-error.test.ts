import { describe, expect, it } from 'vitest';
import { finishReasonLabel, shortEndingLabel } from '../run/finish-reason';
import { type RunError, runErrorKindSchema } from '../run/run-events';
import { explainError } from './explain-error';
import { errorFromResponse, transportError } from './upstream-error';

const CODES = [
  null,
  'connect',
  'first_byte',
  'idle',
  'total',
  'ECONNREFUSED',
  'ENOTFOUND',
  'ECONNRESET',
  'CERT_HAS_EXPIRED',
  'page',
];
const STATUSES = [null, 302, 400, 402, 404, 408, 413, 418, 502, 504, 507];

function error(more: Partial<RunError>): RunError {
  return { ...transportError('bad_request', 'words'), ...more };
}

describe('an error explained', () => {
  it('has a title and an advice in sentences for every kind, code and status', () => {
    for (const kind of runErrorKindSchema.options) {
      for (const code of CODES) {
        for (const status of STATUSES) {
          const { title, advice } = explainError(error({ kind, code, status }));
          expect(title).toMatch(/^[A-Z].*[^.]$/);
          expect(advice).toMatch(/^[A-Z].*\.$/);
          expect(`${title}${advice}`).not.toMatch(/undefined|null/);
        }
      }
    }
  });

  it('leads to the control of a parameter that the server blames', () => {
    expect(explainError(error({ param: 'logit_bias' }))).toMatchObject({
      title: 'The server rejected “Logit bias”',
      goesTo: 'parameter',
      parameter: 'logit_bias',
    });
    expect(explainError(error({ kind: 'unprocessable', param: 'prompt' })).parameter).toBe('prompt');
    expect(explainError(error({ param: 'toString' })).parameter).toBeNull();
    expect(explainError(error({ kind: 'rate_limit', param: 'n' })).goesTo).toBe('retry');
  });

  it('leads to the connection when the key or the address is at fault', () => {
    for (const kind of ['authentication', 'permission', 'address_refused', 'connect'] as const) {
      expect(explainError(error({ kind })).goesTo).toBe('connection');
    }
    expect(explainError(error({ kind: 'rate_limit', code: 'insufficient_quota' })).goesTo).toBe('connection');
  });

  it('is titled for a model that is not there only when the server says so, whatever the status', () => {
    const unknown = { title: 'Model not found', goesTo: 'parameter', parameter: 'model' };
    for (const [status, message] of [
      [404, 'The model `x` does not exist.'],
      [404, 'model "x" not found, try pulling it first'],
      [400, '/completions: Invalid model name passed in model=x.'],
      [503, 'No available channel for model x under group default (distributor)'],
    ] as const) {
      const kind = status === 400 ? 'bad_request' : status === 503 ? 'unavailable' : 'http_other';
      expect(explainError(error({ kind, status, message })), message).toMatchObject(unknown);
    }
    expect(explainError(error({ kind: 'http_other', status: 404, code: 'model_not_found' }))).toMatchObject(
      unknown,
    );
    const elsewhere = error({ kind: 'http_other', status: 404, message: 'Not Found' });
    expect(explainError(elsewhere).title).toBe('Model or endpoint not found');
    const busy = error({ kind: 'unavailable', status: 503, message: 'The model is loading' });
    expect(explainError(busy).title).toBe('The server is overloaded or down');
  });

  it('agrees with the words of a gateway that reached nobody', () => {
    const gateway = error({ status: 400, code: 'proxy_error', message: 'dial tcp: connection refused' });
    expect(explainError(gateway).title).toBe('Bad gateway');
  });

  it('says how long to wait', () => {
    expect(explainError(error({ kind: 'rate_limit', retryAfterMs: 2100 })).advice).toContain('3 s');
  });

  it.each([
    [302, 'The server sent a redirect', 'connection'],
    [400, 'The server rejected the request', null],
    [401, 'Authentication failed', 'connection'],
    [402, 'Out of credits', 'connection'],
    [403, 'Access denied', 'connection'],
    [404, 'Model or endpoint not found', 'connection'],
    [405, 'No completions API at this address', 'connection'],
    [408, 'The server timed out', 'retry'],
    [413, 'Request too large', null],
    [418, 'The server rejected the request (418)', null],
    [422, "The server couldn't process the request", null],
    [429, 'Rate limit reached', 'retry'],
    [500, 'Internal server error', 'retry'],
    [502, 'Bad gateway', 'retry'],
    [503, 'The server is overloaded or down', 'retry'],
    [504, 'The server timed out', 'retry'],
    [507, 'Server error (507)', 'retry'],
    [529, 'The server is overloaded or down', 'retry'],
  ])('has a title for status %i', (status, title, goesTo) => {
    expect(explainError(refusal(status, ''))).toMatchObject({ title, goesTo });
  });

  it.each([
    ['connect', 'ECONNREFUSED', 'Connection refused'],
    ['connect', 'ENOTFOUND', 'Host not found'],
    ['connect', 'EAI_AGAIN', 'DNS lookup failed'],
    ['connect', 'ETIMEDOUT', 'Connection timed out'],
    ['connect', 'ECONNRESET', 'The server closed the connection'],
    ['connect', 'EHOSTUNREACH', "Couldn't connect to the server"],
    ['connect', 'CERT_HAS_EXPIRED', 'Invalid TLS certificate'],
    ['connect', 'ERR_TLS_CERT_ALTNAME_INVALID', 'Invalid TLS certificate'],
    ['connect', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'Invalid TLS certificate'],
    ['connect', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'Invalid TLS certificate'],
    ['connect', 'EPROTO', 'Secure connection failed'],
    ['connect', 'ERR_SSL_WRONG_VERSION_NUMBER', 'Secure connection failed'],
    ['address_refused', 'private', 'Address not allowed'],
    ['timeout', 'connect', 'Connection timed out'],
    ['timeout', 'first_byte', 'No response from the server'],
    ['timeout', 'idle', 'The server stopped responding'],
    ['timeout', 'quiet', 'The server sent no text'],
    ['timeout', 'total', 'The run took too long'],
    ['malformed', 'page', 'The server returned a web page'],
  ] as const)('has a title for %s, %s', (kind, code, title) => {
    expect(explainError(transportError(kind, 'words', code)).title).toBe(title);
  });

  it.each([
    // OpenAI and the practice model, vLLM, Ollama, a gateway without a channel for the model.
    [404, { error: { message: 'The model `x` does not exist.', code: 'model_not_found', param: 'model' } }],
    [404, { object: 'error', message: 'The model `x` does not exist.', type: 'NotFoundError', code: 404 }],
    [404, { error: 'model "x" not found, try pulling it first' }],
    [503, { error: { message: 'No available channel for model x', code: 'model_not_found' } }],
  ])('calls the model not found only where the server says so: %i %j', (status, body) => {
    expect(explainError(refusal(status, JSON.stringify(body)))).toMatchObject({
      title: 'Model not found',
      goesTo: 'parameter',
      parameter: 'model',
    });
  });

  it.each([
    { detail: 'Not Found' },
    { error: { code: 404, message: 'File Not Found', type: 'not_found_error' } },
    { error: { message: 'Invalid URL (POST /v1/v1/completions)', type: 'invalid_request_error' } },
  ])('leaves open what a 404 misses that does not name the model: %j', (body) => {
    expect(explainError(refusal(404, JSON.stringify(body)))).toMatchObject({
      title: 'Model or endpoint not found',
      goesTo: 'connection',
    });
  });

  it('knows a model that is for chats only', () => {
    const message = 'This is a chat model and not supported in the v1/completions endpoint.';
    const body = JSON.stringify({ error: { message, type: 'invalid_request_error', param: 'model' } });
    expect(explainError(refusal(404, body))).toMatchObject({ title: 'Chat-only model', parameter: 'model' });
    const other = JSON.stringify({ message: 'The model does not support Completions API' });
    expect(explainError(refusal(400, other)).title).toBe('Chat-only model');
  });
});

function refusal(status: number, bodyText: string): RunError {
  return errorFromResponse({ status, headers: {}, bodyText, contentType: 'application/json', now: 0 });
}

describe('a finish reason', () => {
  it('is explained, or shown as it is', () => {
    expect(finishReasonLabel('length')).toBe('Hit the max tokens limit');
    expect(finishReasonLabel('repetition')).toBe('repetition');
    expect(finishReasonLabel('constructor')).toBe('constructor');
    expect(finishReasonLabel(null)).toBe('No finish reason');
    expect(finishReasonLabel(null, 'stopped')).toBe('Stopped before the end');
  });

  it('is short where the request tells which of two it was', () => {
    expect(shortEndingLabel('stop', null, false)).toBe('Ended naturally');
    expect(shortEndingLabel('stop', undefined, true)).toBe('End or stop sequence');
    expect(shortEndingLabel('stop', '\n', true)).toBe('Stopped at “↵”');
    expect(shortEndingLabel('length', null, true)).toBe('Hit max tokens');
  });
});
