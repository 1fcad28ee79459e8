import { importLinksSchema } from '@/lib/contract/run-import';
import { route } from '@/lib/server/http/route';
import { linkImportedRuns } from '@/lib/server/transfer/import-runs';

export const dynamic = 'force-dynamic';

/** Joins imported runs with parents that came later in the file. */
export const POST = route(
  { access: 'user', body: importLinksSchema, limit: 'importsByUser' },
  ({ userId, body }) => linkImportedRuns(userId, body.links),
);
