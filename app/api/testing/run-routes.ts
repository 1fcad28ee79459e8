import { randomUUID } from 'node:crypto';
import * as run from '@/app/api/runs/[runId]/route';
import { exampleRun } from '@/lib/history/model/export/testing/example-runs';
import { LARGEST_IMPORT_BYTES } from '@/lib/history/server/transfer/import-body';
import { MAX_PROMPT_BODY_BYTES } from '@/lib/platform/server/http/json-body';
import { callRoute } from '@/lib/testing/call-route';
import { runBody } from '@/lib/testing/runs';
import type { Owner } from './owner';
import type { RouteRows } from './route-row';

const ofRun = ({ runId }: Owner) => ({ params: { runId } });

export const RUN_ROUTES: RouteRows = {
  'GET /api/runs': { access: 'user', owner: 200 },
  'POST /api/runs': {
    access: 'user',
    call: ({ connectionId, runId }) => ({ body: fullRun(connectionId, runId) }),
    root: 'request',
    largest: MAX_PROMPT_BODY_BYTES,
    owner: 200,
    other: 404,
  },
  'POST /api/runs/documents': {
    access: 'user',
    // Another user's runs are skipped.
    call: ({ runId }) => ({ body: { ids: [runId] } }),
    owner: 200,
    other: 200,
  },
  'POST /api/runs/bulk': {
    access: 'user',
    // Another user's runs are skipped: nothing is found and nothing changes.
    call: ({ runId }) => ({ body: { action: 'tag', ids: [runId], tag: 'new' } }),
    owner: 200,
    other: 200,
  },
  'GET /api/runs/export': {
    access: 'user',
    // Another user gets their own runs.
    call: () => ({ path: '/api/runs/export?format=json' }),
    owner: 200,
  },
  'POST /api/runs/export': {
    access: 'user',
    call: ({ runId }) => ({ body: { format: 'json', ids: [runId] } }),
    owner: 200,
    // Another user's runs are skipped: the file is empty.
    other: 200,
  },
  'POST /api/runs/import': {
    access: 'user',
    call: ({ runId }) => ({ body: { runs: [exampleRun({ id: randomUUID(), parentId: runId })] } }),
    largest: LARGEST_IMPORT_BYTES,
    owner: 200,
  },
  'POST /api/runs/import/check': {
    access: 'user',
    call: ({ runId }) => ({ body: { ids: [runId] } }),
    owner: 200,
    // Answers which of the ids are theirs: none.
    other: 200,
  },
  'POST /api/runs/import/links': {
    access: 'user',
    call: ({ runId }) => ({ body: { links: [{ id: runId, parentId: runId }] } }),
    owner: 200,
    other: 200,
  },
  // Another user's are counted for another user.
  'GET /api/runs/count': { access: 'user', owner: 200 },
  'GET /api/runs/filters': { access: 'user', owner: 200 },
  'GET /api/runs/[runId]': { access: 'user', call: ofRun, owner: 200, other: 404 },
  'PATCH /api/runs/[runId]': {
    access: 'user',
    call: (owner) => ({
      ...ofRun(owner),
      body: { title: 'A title', note: 'A note', starred: true, tags: ['one', 'two words'] },
    }),
    owner: 200,
    other: 404,
  },
  'DELETE /api/runs/[runId]': { access: 'user', call: ofRun, owner: 204, other: 404 },
  'GET /api/runs/[runId]/lineage': { access: 'user', call: ofRun, owner: 200, other: 404 },
  'GET /api/runs/[runId]/events': { access: 'user', call: ofRun, owner: 200, other: 404 },
  'HEAD /api/runs/[runId]/events': { access: 'user', call: ofRun, owner: 200, other: 404 },
  'POST /api/runs/[runId]/restore': {
    access: 'user',
    call: ofRun,
    prepare: (owner, cookie) => callRoute(run.DELETE, { method: 'DELETE', cookie, ...ofRun(owner) }),
    owner: 204,
    other: 404,
  },
  'POST /api/runs/[runId]/watch': { access: 'user', call: ofRun, owner: 200, other: 404 },
  'POST /api/runs/[runId]/stop': { access: 'user', call: ofRun, owner: 200, other: 404 },
};

/** A body with every field that a run can have. */
function fullRun(connectionId: string, parentId: string) {
  const request = {
    prompt: 'A prompt',
    model: 'test-model',
    temperature: 0.7,
    top_p: 0.9,
    seed: 1,
    max_tokens: 5,
    stop: ['END'],
    suffix: 'after',
    n: 1,
    best_of: 1,
    frequency_penalty: 0.5,
    presence_penalty: 0.5,
    logit_bias: { '7': 1 },
    logprobs: 1,
    echo: false,
    stream: true,
    stream_options: { include_usage: true },
    user: 'someone',
  };
  const backoff = { initialInterval: 1, maxInterval: 2, exponent: 1.5, maxElapsedTime: 10 };
  return runBody(request, {
    connectionId,
    parentId,
    branch: { kind: 'edit' },
    background: false,
    retries: { strategy: 'backoff', backoff, retryConnectionErrors: false },
  });
}
