import { comparisonPageQuerySchema, newComparisonSchema } from '@/lib/contract/comparisons';
import { createComparison } from '@/lib/server/comparisons/change-comparison';
import { readComparisonPage } from '@/lib/server/comparisons/read-comparison';
import { route } from '@/lib/server/http/route';

export const dynamic = 'force-dynamic';

/** A page of comparisons, last changed first. */
export const GET = route({ access: 'user', query: comparisonPageQuerySchema }, ({ userId, query }) =>
  readComparisonPage(userId, query),
);

/** Saves a new comparison. Nothing runs yet. */
export const POST = route(
  { access: 'user', body: newComparisonSchema, limit: 'comparisonsByUser' },
  async ({ userId, body }) => Response.json(await createComparison(userId, body), { status: 201 }),
);
