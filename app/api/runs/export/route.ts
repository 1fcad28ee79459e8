import { route } from '@/lib/accounts/server/route';
import { accessOf } from '@/lib/accounts/server/session';
import { exportQuerySchema, exportSelectionSchema } from '@/lib/history/model/run-export';
import { exportRuns, scopeOf, scopeOfIds } from '@/lib/history/server/transfer/export-runs';
import { originOf } from '@/lib/platform/server/http/origin';

export const dynamic = 'force-dynamic';

/** The runs that match a filter, or all, as a file (docs/export-format.md). */
export const GET = route(
  { access: 'user', query: exportQuerySchema, limit: 'exportsByUser' },
  ({ userId, viewer, session, query, request, log }) =>
    exportRuns({
      userId,
      format: query.format,
      scope: scopeOf(query),
      gone: request.signal,
      access: accessOf(session),
      origin: originOf(request, viewer),
      log,
    }),
);

/** The selected runs as a file. */
export const POST = route(
  { access: 'user', body: exportSelectionSchema, limit: 'exportsByUser' },
  ({ userId, viewer, session, body, request, log }) =>
    exportRuns({
      userId,
      format: body.format,
      scope: scopeOfIds(body),
      gone: request.signal,
      access: accessOf(session),
      origin: originOf(request, viewer),
      log,
    }),
);
