import { route } from '@/lib/accounts/server/route';
import { comparisonEditSchema, deleteComparisonQuerySchema } from '@/lib/compare/model/comparisons';
import { changedBy, deleteComparison, updateComparison } from '@/lib/compare/server/change-comparison';
import { comparisonParamsSchema } from '@/lib/compare/server/params';
import { readComparison } from '@/lib/compare/server/read-comparison';
import { readPromptBody } from '@/lib/platform/server/http/json-body';
import { holdLargeBody } from '@/lib/platform/server/http/large-body';
import { tokenCaller } from '@/lib/public-api/server/api-route';

export const dynamic = 'force-dynamic';

/** The comparison with the current results of its cells. */
export const GET = route(
  { access: 'script', token: tokenCaller, params: comparisonParamsSchema },
  ({ userId, params }) => readComparison(userId, params.comparisonId),
);

/** Changes the given fields, unless another tab has changed the comparison since `updatedAt`. */
export const PATCH = route(
  {
    access: 'script',
    token: tokenCaller,
    params: comparisonParamsSchema,
    body: comparisonEditSchema,
    readBody: readPromptBody,
    hold: holdLargeBody,
  },
  ({ userId, params, body, callerAccess }) =>
    updateComparison(userId, params.comparisonId, body, changedBy(callerAccess)),
);

/** Deletes the comparison with its runs, and stops them. `POST …/restore` undoes this for a minute. */
export const DELETE = route(
  {
    access: 'script',
    token: tokenCaller,
    params: comparisonParamsSchema,
    query: deleteComparisonQuerySchema,
  },
  ({ userId, params, query }) => deleteComparison(userId, params.comparisonId, query),
);
