import { route } from '@/lib/accounts/server/route';
import { accessOf } from '@/lib/accounts/server/session';
import { exportQuerySchema, exportSelectionSchema } from '@/lib/history/model/run-export';
import { exportRuns, scopeOf, scopeOfIds } from '@/lib/history/server/transfer/export-runs';

export const dynamic = 'force-dynamic';

/** The runs that match a filter, or all, as a file (docs/export-format.md). */
export const GET = route(
  { access: 'user', query: exportQuerySchema, limit: 'exportsByUser' },
  ({ userId, session, query, request, log }) =>
    exportRuns({
      userId,
      format: query.format,
      scope: scopeOf(query),
      gone: request.signal,
      access: accessOf(session),
      log,
    }),
);

/** The selected runs as a file. */
export const POST = route(
  { access: 'user', body: exportSelectionSchema, limit: 'exportsByUser' },
  ({ userId, session, body, request, log }) =>
    exportRuns({
      userId,
      format: body.format,
      scope: scopeOfIds(body),
      gone: request.signal,
      access: accessOf(session),
      log,
    }),
);
