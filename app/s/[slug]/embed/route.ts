import { route } from '@/lib/accounts/server/route';
import { readEmbedTheme } from '@/lib/links/model/embed-theme';
import { noteView, openShareFor } from '@/lib/links/server/open-share';
import { embedPage } from '@/lib/links/server/pages/embed-page';
import { refusalPage, tooOftenPage } from '@/lib/links/server/pages/refusal-page';
import { shareParamsSchema } from '@/lib/links/server/params';

export const dynamic = 'force-dynamic';

/** `GET /s/<slug>/embed`, with `?theme=light` or `dark`: the only page that other sites may frame. */
export const GET = route({ access: 'public', params: shareParamsSchema }, async ({ request, params }) => {
  try {
    const opened = await openShareFor(request, params.slug);
    if (opened.state !== 'open') return refusalPage(opened.state, { frameable: true });
    void noteView(request, opened.id);
    return embedPage(params.slug, opened.shared, readEmbedTheme(request.url));
  } catch (error) {
    return tooOftenPage(error, { frameable: true });
  }
});
