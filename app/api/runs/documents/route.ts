import { route } from '@/lib/accounts/server/route';
import { runDocumentsQuerySchema } from '@/lib/history/model/run-documents';
import { readRunDocuments } from '@/lib/history/server/read-runs';

export const dynamic = 'force-dynamic';

/** Which documents use these runs, for the question before they are deleted. */
export const POST = route({ access: 'user', body: runDocumentsQuerySchema }, ({ userId, body }) =>
  readRunDocuments(userId, body.ids),
);
