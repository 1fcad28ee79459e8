import { route } from '@/lib/accounts/server/route';
import { importComparisonSchema } from '@/lib/compare/model/comparison-export';
import { changedBy } from '@/lib/compare/server/change-comparison';
import { importComparison } from '@/lib/compare/server/import-comparison';
import { readPromptBody } from '@/lib/platform/server/http/json-body';
import { holdLargeBody } from '@/lib/platform/server/http/large-body';
import { tokenCaller } from '@/lib/public-api/server/api-route';

export const dynamic = 'force-dynamic';

/** Saves a new comparison with connections by name, from a file or a script; starts nothing. */
export const POST = route(
  {
    access: 'script',
    token: tokenCaller,
    body: importComparisonSchema,
    readBody: readPromptBody,
    hold: holdLargeBody,
    limit: 'comparisonsByUser',
  },
  async ({ userId, body, callerAccess }) =>
    Response.json(await importComparison(userId, body, changedBy(callerAccess)), { status: 201 }),
);
