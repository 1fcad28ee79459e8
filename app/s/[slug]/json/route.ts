import { AppError } from '@/lib/contract/app-error';
import { route } from '@/lib/server/http/route';
import { openShareFor } from '@/lib/server/sharing/open-share';
import { shareParamsSchema } from '@/lib/server/sharing/params';

export const dynamic = 'force-dynamic';

/** `GET /s/<slug>.json`: the shared fields and nothing else, for programs and pages of any origin. 410 once closed. */
export const GET = route({ access: 'public', params: shareParamsSchema }, async ({ request, params }) => {
  const opened = await openShareFor(request, params.slug);
  if (opened.state === 'open') return opened.shared;
  throw opened.state === 'gone'
    ? new AppError('gone')
    : new AppError('not_found', { message: 'There is no such link.' });
});
