import { route } from '@/lib/accounts/server/route';
import { importLinksSchema } from '@/lib/history/model/run-import';
import { linkImportedRuns } from '@/lib/history/server/transfer/import-runs';

export const dynamic = 'force-dynamic';

/** Links imported runs to parents that came later in the file. */
export const POST = route(
  { access: 'user', body: importLinksSchema, limit: 'importsByUser' },
  ({ userId, body }) => linkImportedRuns(userId, body.links),
);
