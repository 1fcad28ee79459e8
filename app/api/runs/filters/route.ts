import { route } from '@/lib/server/http/route';
import { readFilterChoices } from '@/lib/server/runs/read-runs';

export const dynamic = 'force-dynamic';

/** What the history can be filtered by: models, connections and tags that some run has. */
export const GET = route({ access: 'user' }, ({ userId }) => readFilterChoices(userId));
