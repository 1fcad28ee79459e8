import { route } from '@/lib/accounts/server/route';
import { restoreDocument } from '@/lib/documents/server/manage-documents';
import { documentParamsSchema } from '@/lib/documents/server/params';

export const dynamic = 'force-dynamic';

export const POST = route({ access: 'user', params: documentParamsSchema }, ({ userId, params }) =>
  restoreDocument(userId, params.documentId),
);
