import { route } from '@/lib/accounts/server/route';
import { comparisonParamsSchema } from '@/lib/compare/server/params';
import { readQueue } from '@/lib/compare/server/read-comparison';
import { tokenCaller } from '@/lib/public-api/server/api-route';

export const dynamic = 'force-dynamic';

/** What waits and runs, for scripts that wait; pages follow `GET …/events`. */
export const GET = route(
  { access: 'script', token: tokenCaller, params: comparisonParamsSchema },
  ({ userId, params }) => readQueue(userId, params.comparisonId),
);
