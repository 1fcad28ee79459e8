import { describe, expect, it } from 'vitest';
import { finishReasonLabel } from '../run/finish-reason';
import { type RunError, runErrorKindSchema } from '../run/run-events';
import { explainError } from './explain-error';
import { transportError } from './upstream-error';

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
      title: 'The server did not accept “Logit bias”',
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
    expect(explainError(elsewhere).title).toBe('Model or address not found');
    const busy = error({ kind: 'unavailable', status: 503, message: 'The model is loading' });
    expect(explainError(busy).title).toBe('The server is overloaded or down');
  });

  it('agrees with the words of a gateway and of a server that wants a key', () => {
    const gateway = error({ status: 400, code: 'proxy_error', message: 'dial tcp: connection refused' });
    expect(explainError(gateway).title).toBe('The server behind the gateway did not answer');
    const words = "You didn't provide an API key.";
    expect(explainError(error({ kind: 'authentication', message: words })).title).toBe('No key was sent');
    expect(explainError(error({ kind: 'authentication', message: 'Wrong key' })).title).toBe(
      'The key was not accepted',
    );
  });

  it('says how long to wait', () => {
    expect(explainError(error({ kind: 'rate_limit', retryAfterMs: 2100 })).advice).toContain('3 s');
  });
});

describe('a finish reason', () => {
  it('is put in words, or shown as it is', () => {
    expect(finishReasonLabel('length')).toBe('Reached max tokens');
    expect(finishReasonLabel('repetition')).toBe('repetition');
    expect(finishReasonLabel('constructor')).toBe('constructor');
    expect(finishReasonLabel(null)).toBe('No finish reason given');
  });
});
