import { AppError } from '@/lib/contract/app-error';
import { route } from '@/lib/server/http/route';
import { drawCard } from '@/lib/server/sharing/card/draw-card';
import { openShareFor } from '@/lib/server/sharing/open-share';
import { shareParamsSchema } from '@/lib/server/sharing/params';

export const dynamic = 'force-dynamic';

/** The picture that goes with the link in a message. It is gone with the link: nobody is asked to keep it. */
export const GET = route({ access: 'public', params: shareParamsSchema }, async ({ request, params }) => {
  const opened = await openShareFor(request, params.slug);
  if (opened.state === 'open') return drawCard(opened.shared);
  throw opened.state === 'gone' ? new AppError('gone') : new AppError('not_found');
});
