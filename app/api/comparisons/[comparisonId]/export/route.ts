import { route } from '@/lib/accounts/server/route';
import { comparisonExportQuerySchema } from '@/lib/compare/model/comparison-export';
import { exportComparison } from '@/lib/compare/server/export-comparison';
import { comparisonParamsSchema } from '@/lib/compare/server/params';
import { originOf } from '@/lib/platform/server/http/origin';
import { tokenCaller } from '@/lib/public-api/server/api-route';

export const dynamic = 'force-dynamic';

/** The comparison as a file (docs/export-format.md). */
export const GET = route(
  {
    access: 'script',
    token: tokenCaller,
    params: comparisonParamsSchema,
    query: comparisonExportQuerySchema,
    limit: 'exportsByUser',
  },
  ({ userId, viewer, callerAccess, params, query, request, log }) =>
    exportComparison({
      userId,
      comparisonId: params.comparisonId,
      format: query.format,
      gone: request.signal,
      access: callerAccess,
      origin: originOf(request, viewer),
      log,
    }),
);
