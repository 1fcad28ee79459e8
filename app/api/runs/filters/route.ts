import { route } from '@/lib/accounts/server/route';
import { readFilterChoices } from '@/lib/history/server/read-runs';

export const dynamic = 'force-dynamic';

/** The filter choices of the history: models, connections and tags that some run has. */
export const GET = route({ access: 'user' }, ({ userId }) => readFilterChoices(userId));
