import { route } from '@/lib/accounts/server/route';
import { comparisonPageQuerySchema, newComparisonSchema } from '@/lib/compare/model/comparisons';
import { createComparison } from '@/lib/compare/server/change-comparison';
import { readComparisonPage } from '@/lib/compare/server/read-comparison';

export const dynamic = 'force-dynamic';

/** A page of comparisons, most recently changed first. */
export const GET = route({ access: 'user', query: comparisonPageQuerySchema }, ({ userId, query }) =>
  readComparisonPage(userId, query),
);

/** Saves a new comparison; starts nothing. */
export const POST = route(
  { access: 'user', body: newComparisonSchema, limit: 'comparisonsByUser' },
  async ({ userId, body }) => Response.json(await createComparison(userId, body), { status: 201 }),
);
