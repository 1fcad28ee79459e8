import { importCheckSchema } from '@/lib/contract/run-import';
import { route } from '@/lib/server/http/route';
import { checkImport } from '@/lib/server/transfer/import-runs';

export const dynamic = 'force-dynamic';

/** Which runs of a file are here already. */
export const POST = route(
  { access: 'user', body: importCheckSchema, limit: 'importsByUser' },
  ({ userId, body }) => checkImport(userId, body.ids),
);
