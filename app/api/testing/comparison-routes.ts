import { randomUUID } from 'node:crypto';
import * as comparison from '@/app/api/comparisons/[comparisonId]/route';
import { exportedPlan } from '@/lib/compare/model/export-records';
import { MAX_PROMPT_BODY_BYTES } from '@/lib/platform/server/http/json-body';
import { callRoute } from '@/lib/testing/call-route';
import { columnsPlan } from '@/lib/testing/comparisons';
import type { Owner } from './owner';
import type { RouteRows } from './route-row';

const ofComparison = ({ comparisonId }: Owner) => ({ params: { comparisonId } });
const ofVote = ({ comparisonId, voteId }: Owner) => ({ params: { comparisonId, voteId } });

export const COMPARISON_ROUTES: RouteRows = {
  'GET /api/comparisons': { access: 'user', owner: 200 },
  'POST /api/comparisons': {
    access: 'user',
    call: () => ({ body: { title: 'New', plan: columnsPlan([{}]) } }),
    largest: MAX_PROMPT_BODY_BYTES,
    owner: 201,
  },
  'POST /api/comparisons/import': {
    access: 'user',
    call: () => ({
      body: { title: 'From a file', plan: exportedPlan(columnsPlan([{}]), () => 'Practice model') },
    }),
    owner: 201,
    largest: MAX_PROMPT_BODY_BYTES,
  },
  'GET /api/comparisons/[comparisonId]': { access: 'user', call: ofComparison, owner: 200, other: 404 },
  'PATCH /api/comparisons/[comparisonId]': {
    access: 'user',
    call: (owner) => ({
      ...ofComparison(owner),
      body: { updatedAt: owner.comparisonUpdatedAt, title: 'New', note: 'New', plan: columnsPlan([{}]) },
    }),
    largest: MAX_PROMPT_BODY_BYTES,
    owner: 200,
    other: 404,
  },
  'DELETE /api/comparisons/[comparisonId]': { access: 'user', call: ofComparison, owner: 204, other: 404 },
  'POST /api/comparisons/[comparisonId]/restore': {
    access: 'user',
    call: ofComparison,
    prepare: (owner, cookie) =>
      callRoute(comparison.DELETE, { method: 'DELETE', cookie, ...ofComparison(owner) }),
    owner: 204,
    other: 404,
  },
  'POST /api/comparisons/[comparisonId]/start': {
    access: 'user',
    call: (owner) => ({
      ...ofComparison(owner),
      body: { idempotencyKey: randomUUID(), cells: ['a'] },
    }),
    owner: 200,
    other: 404,
  },
  'POST /api/comparisons/[comparisonId]/stop': {
    access: 'user',
    call: (owner) => ({ ...ofComparison(owner), body: { cells: ['a'] } }),
    owner: 200,
    other: 404,
  },
  'POST /api/comparisons/[comparisonId]/pause': {
    access: 'user',
    call: (owner) => ({ ...ofComparison(owner), body: { paused: true } }),
    owner: 200,
    other: 404,
  },
  'GET /api/comparisons/[comparisonId]/queue': {
    access: 'user',
    call: ofComparison,
    owner: 200,
    other: 404,
  },
  'GET /api/comparisons/[comparisonId]/cells': {
    access: 'user',
    call: (owner) => ({ ...ofComparison(owner), path: '/?runs=some-run' }),
    owner: 200,
    other: 404,
  },
  'GET /api/comparisons/[comparisonId]/export': {
    access: 'user',
    call: (owner) => ({ ...ofComparison(owner), path: '/?format=json' }),
    owner: 200,
    other: 404,
  },
  'POST /api/comparisons/[comparisonId]/watch': {
    access: 'user',
    call: ofComparison,
    owner: 200,
    other: 404,
  },
  'GET /api/comparisons/[comparisonId]/events': {
    access: 'user',
    call: ofComparison,
    owner: 200,
    other: 404,
    stays: true,
  },
  'HEAD /api/comparisons/[comparisonId]/events': {
    access: 'user',
    call: ofComparison,
    owner: 200,
    other: 404,
  },
  'POST /api/comparisons/[comparisonId]/votes': {
    access: 'user',
    call: (owner) => ({ ...ofComparison(owner), body: { cell: 'a', note: 'Best', shown: ['a'] } }),
    owner: 201,
    other: 404,
  },
  'DELETE /api/comparisons/[comparisonId]/votes/[voteId]': {
    access: 'user',
    call: ofVote,
    owner: 204,
    other: 404,
  },
};
