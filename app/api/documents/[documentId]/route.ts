import { route } from '@/lib/accounts/server/route';
import { deleteDocumentQuerySchema, documentEditSchema } from '@/lib/documents/model/documents';
import { deleteDocument, renameDocument } from '@/lib/documents/server/manage-documents';
import { documentParamsSchema } from '@/lib/documents/server/params';
import { sendDocument } from '@/lib/documents/server/send-document';

export const dynamic = 'force-dynamic';

/** The document with all its steps. */
export const GET = route(
  { access: 'user', params: documentParamsSchema },
  ({ userId, params, request, log }) => sendDocument(userId, params.documentId, request.signal, log),
);

/** Renames it. */
export const PATCH = route(
  { access: 'user', params: documentParamsSchema, body: documentEditSchema },
  ({ userId, params, body }) => renameDocument(userId, params.documentId, body),
);

/**
 * Deletes it; the runs that it walks through stay. `POST …/restore` undoes this for a minute. `?links=revoke` also closes
 * the links that show it, which cannot be undone.
 */
export const DELETE = route(
  { access: 'user', params: documentParamsSchema, query: deleteDocumentQuerySchema },
  ({ userId, params, query }) => deleteDocument(userId, params.documentId, query),
);
