import { route } from '@/lib/accounts/server/route';
import { documentPageQuerySchema } from '@/lib/documents/model/documents';
import { readDocumentPage } from '@/lib/documents/server/manage-documents';

export const dynamic = 'force-dynamic';

/** A page of documents, most recently changed first. */
export const GET = route({ access: 'user', query: documentPageQuerySchema }, ({ userId, query }) =>
  readDocumentPage(userId, query),
);
