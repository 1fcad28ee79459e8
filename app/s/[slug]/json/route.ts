import { route } from '@/lib/accounts/server/route';
import { openShareFor } from '@/lib/links/server/open-share';
import { shareParamsSchema } from '@/lib/links/server/params';
import { AppError } from '@/lib/platform/model/app-error';

export const dynamic = 'force-dynamic';

/** `GET /s/<slug>.json`: only the shared fields, for programs and pages of any origin. 410 once closed. */
export const GET = route({ access: 'public', params: shareParamsSchema }, async ({ request, params }) => {
  const opened = await openShareFor(request, params.slug);
  if (opened.state === 'open') return opened.shared;
  throw opened.state === 'gone'
    ? new AppError('gone')
    : new AppError('not_found', { message: "This link doesn't exist." });
});
