import { route } from '@/lib/accounts/server/route';
import { newVoteSchema } from '@/lib/compare/model/comparisons';
import { vote } from '@/lib/compare/server/change-comparison';
import { comparisonParamsSchema } from '@/lib/compare/server/params';

export const dynamic = 'force-dynamic';

export const POST = route(
  { access: 'user', params: comparisonParamsSchema, body: newVoteSchema },
  async ({ userId, params, body }) =>
    Response.json(await vote(userId, params.comparisonId, body), { status: 201 }),
);
