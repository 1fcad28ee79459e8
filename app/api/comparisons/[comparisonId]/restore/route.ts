import { route } from '@/lib/accounts/server/route';
import { restoreComparison } from '@/lib/compare/server/change-comparison';
import { comparisonParamsSchema } from '@/lib/compare/server/params';

export const dynamic = 'force-dynamic';

export const POST = route({ access: 'user', params: comparisonParamsSchema }, ({ userId, params }) =>
  restoreComparison(userId, params.comparisonId),
);
