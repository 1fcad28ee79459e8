import { route } from '@/lib/accounts/server/route';
import { drawCard } from '@/lib/links/server/card/draw-card';
import { readPicture } from '@/lib/links/server/copy-cache';
import { openShareFor } from '@/lib/links/server/open-share';
import { shareParamsSchema } from '@/lib/links/server/params';
import { AppError } from '@/lib/platform/model/app-error';

export const dynamic = 'force-dynamic';

/** Drawing takes longer than sending a page. */
const COST = 3;

/** The preview picture of the link. It is never cached, since it must disappear with the link. */
export const GET = route({ access: 'public', params: shareParamsSchema }, async ({ request, params }) => {
  const opened = await openShareFor(request, params.slug, COST);
  if (opened.state === 'open') {
    const { id, shared } = opened;
    const picture = await readPicture(id, () => drawCard(shared));
    // Not cached anywhere: revoking the link removes its picture.
    return new Response(picture, { headers: { 'content-type': 'image/png', 'cache-control': 'no-store' } });
  }
  throw opened.state === 'gone' ? new AppError('gone') : new AppError('not_found');
});
