import { route } from '@/lib/accounts/server/route';
import { drawCard } from '@/lib/links/server/card/draw-card';
import { readPicture } from '@/lib/links/server/copy-cache';
import { openShareFor } from '@/lib/links/server/open-share';
import { shareParamsSchema } from '@/lib/links/server/params';
import { AppError } from '@/lib/platform/model/app-error';

export const dynamic = 'force-dynamic';

/** To draw it takes longer than to send a page. */
const COST = 3;

/** The picture that goes with the link in a message. It is gone with the link: nobody is asked to keep it. */
export const GET = route({ access: 'public', params: shareParamsSchema }, async ({ request, params }) => {
  const opened = await openShareFor(request, params.slug, COST);
  if (opened.state === 'open') {
    const { id, shared } = opened;
    const picture = await readPicture(id, () => drawCard(shared));
    // Nobody is to keep it: a revoked link takes its picture along.
    return new Response(picture, { headers: { 'content-type': 'image/png', 'cache-control': 'no-store' } });
  }
  throw opened.state === 'gone' ? new AppError('gone') : new AppError('not_found');
});
