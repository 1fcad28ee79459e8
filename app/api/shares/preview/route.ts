import { route } from '@/lib/accounts/server/route';
import { sharePreviewRequestSchema } from '@/lib/links/model/shares';
import { previewCopy } from '@/lib/links/server/take-copy';

export const dynamic = 'force-dynamic';

/**
 * What `POST /api/shares` with the same body would publish, and what in it may be private. Changes nothing.
 */
export const POST = route(
  { access: 'user', body: sharePreviewRequestSchema, limit: 'sharePreviewByUser' },
  ({ userId, body }) => previewCopy(userId, body, new Date()),
);
