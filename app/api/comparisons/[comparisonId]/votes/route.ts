import { newVoteSchema } from '@/lib/contract/comparisons';
import { vote } from '@/lib/server/comparisons/change-comparison';
import { comparisonParamsSchema } from '@/lib/server/comparisons/params';
import { route } from '@/lib/server/http/route';

export const dynamic = 'force-dynamic';

/** Keeps what somebody thought was best. */
export const POST = route(
  { access: 'user', params: comparisonParamsSchema, body: newVoteSchema },
  async ({ userId, params, body }) =>
    Response.json(await vote(userId, params.comparisonId, body), { status: 201 }),
);
