import { expect, it } from 'vitest';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { createRunStore } from '@/lib/runs/client/run-store';
import { problemOf } from './problem-labels';

it('offers to join a run again whose connection was given up, until it is followed or over', () => {
  const store = createRunStore({
    startRequest: {
      connectionId: 'c',
      connectionName: null,
      request: { model: 'm', prompt: '' },
      retries: null,
    },
    choiceCount: 1,
    runId: 'run',
    requestFrame: () => () => undefined,
  });
  expect(problemOf(store.view(), null)).toBeNull();
  const error = new ApiError({ status: 0, code: 'offline', message: 'The server cannot be reached.' });
  store.setLost({ error, again: () => undefined });
  expect(problemOf(store.view(), null)).toMatchObject({
    title: 'Lost connection to this run',
    detail: null,
    advice: expect.stringMatching(/^The server cannot be reached\. The run may still be in progress\./),
    goesTo: 'join',
  });
  store.setLost(null);
  expect(problemOf(store.view(), null)).toBeNull();
  store.setLost({ error, again: () => undefined });
  const timings = { sentMs: 1, headersMs: 2, firstTokenMs: 3, durationMs: 4 };
  store.apply([{ seq: 1, event: { type: 'run-end', status: 'complete', timings } }]);
  expect(problemOf(store.view(), null)).toBeNull();
});

it('a run that is known is not called refused when the session has ended', () => {
  const store = createRunStore({
    startRequest: {
      connectionId: 'c',
      connectionName: null,
      request: { model: 'm', prompt: '' },
      retries: null,
    },
    choiceCount: 1,
    runId: 'run',
    requestFrame: () => () => undefined,
  });
  const error = new ApiError({ status: 401, code: 'not_signed_in', message: 'Your session has expired.' });
  store.setLost({ error, again: () => undefined });
  expect(problemOf(store.view(), null)).toMatchObject({
    title: 'Lost connection to this run',
    advice: expect.stringMatching(/^Your session has expired\. Sign in/),
    goesTo: 'join',
  });
});
