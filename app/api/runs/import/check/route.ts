import { route } from '@/lib/accounts/server/route';
import { importCheckSchema } from '@/lib/history/model/run-import';
import { checkImport } from '@/lib/history/server/transfer/import-runs';

export const dynamic = 'force-dynamic';

/** Which runs of a file are already here. */
export const POST = route(
  { access: 'user', body: importCheckSchema, limit: 'importsByUser' },
  ({ userId, body }) => checkImport(userId, body.ids),
);
