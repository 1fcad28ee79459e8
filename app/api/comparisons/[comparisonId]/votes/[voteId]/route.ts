import { takeBackVote } from '@/lib/server/comparisons/change-comparison';
import { voteParamsSchema } from '@/lib/server/comparisons/params';
import { route } from '@/lib/server/http/route';

export const dynamic = 'force-dynamic';

/** Takes a vote back. */
export const DELETE = route({ access: 'user', params: voteParamsSchema }, ({ userId, params }) =>
  takeBackVote(userId, params.comparisonId, params.voteId),
);
