import { route } from '@/lib/accounts/server/route';
import { comparisonPageQuerySchema, newComparisonSchema } from '@/lib/compare/model/comparisons';
import { changedBy, createComparison } from '@/lib/compare/server/change-comparison';
import { readComparisonPage } from '@/lib/compare/server/read-comparison';
import { readPromptBody } from '@/lib/platform/server/http/json-body';
import { holdLargeBody } from '@/lib/platform/server/http/large-body';
import { tokenCaller } from '@/lib/public-api/server/api-route';

export const dynamic = 'force-dynamic';

/** A page of comparisons, most recently changed first. */
export const GET = route(
  { access: 'script', token: tokenCaller, query: comparisonPageQuerySchema },
  ({ userId, query }) => readComparisonPage(userId, query),
);

/** Saves a new comparison; starts nothing. */
export const POST = route(
  {
    access: 'script',
    token: tokenCaller,
    body: newComparisonSchema,
    readBody: readPromptBody,
    hold: holdLargeBody,
    limit: 'comparisonsByUser',
  },
  async ({ userId, body, callerAccess }) =>
    Response.json(await createComparison(userId, body, changedBy(callerAccess)), { status: 201 }),
);
