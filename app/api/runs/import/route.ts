import { importRunsSchema } from '@/lib/contract/run-import';
import { route } from '@/lib/server/http/route';
import { holdLargeImport, readImportBody } from '@/lib/server/transfer/import-body';
import { importRunsOf } from '@/lib/server/transfer/import-runs';

export const dynamic = 'force-dynamic';

/** Runs of an exported file into the history; those that are here already stay as they are. */
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
