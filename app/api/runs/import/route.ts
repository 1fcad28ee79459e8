import { route } from '@/lib/accounts/server/route';
import { importRunsSchema } from '@/lib/history/model/run-import';
import { holdLargeImport, readImportBody } from '@/lib/history/server/transfer/import-body';
import { importRunsOf } from '@/lib/history/server/transfer/import-runs';

export const dynamic = 'force-dynamic';

/** Imports runs of an exported file into the history; runs that are already here stay as they are. */
export const POST = route(
  {
    access: 'user',
    body: importRunsSchema,
    readBody: readImportBody,
    hold: holdLargeImport,
    limit: 'importsByUser',
  },
  ({ userId, body, log }) => importRunsOf(userId, body.runs, log),
);
