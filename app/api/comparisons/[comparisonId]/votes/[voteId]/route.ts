import { route } from '@/lib/accounts/server/route';
import { takeBackVote } from '@/lib/compare/server/change-comparison';
import { voteParamsSchema } from '@/lib/compare/server/params';

export const dynamic = 'force-dynamic';

export const DELETE = route({ access: 'user', params: voteParamsSchema }, ({ userId, params }) =>
  takeBackVote(userId, params.comparisonId, params.voteId),
);
