import { type Owner, shareBody } from './owner';
import type { RouteRows } from './route-row';

const ofShare = ({ shareId }: Owner) => ({ params: { shareId } });
const ofLink = ({ slug }: Owner) => ({ path: `/s/${slug}`, params: { slug } });

/** Links: the owner's routes, then the public ones. */
export const SHARE_ROUTES: RouteRows = {
  'GET /api/shares': { access: 'user', owner: 200 },
  'POST /api/shares': {
    access: 'user',
    call: ({ runId }) => ({ body: shareBody(runId, { title: 'Title', redactions: ['prompt'] }) }),
    owner: 201,
    other: 404,
  },
  // Other users' links stay as they are.
  'DELETE /api/shares': { access: 'user', owner: 200 },
  'POST /api/shares/preview': {
    access: 'user',
    call: ({ runId }) => ({ body: shareBody(runId, { title: 'Title', redactions: ['prompt'] }) }),
    owner: 200,
    other: 404,
  },
  'PATCH /api/shares/[shareId]': {
    access: 'user',
    call: (owner) => ({ ...ofShare(owner), body: { expiresAt: '2099-01-01T00:00:00.000Z' } }),
    owner: 200,
    other: 404,
  },
  'DELETE /api/shares/[shareId]': { access: 'user', call: ofShare, owner: 204, other: 404 },
  'GET /s/[slug]/embed': { access: 'public', call: ofLink, owner: 200, closed: 410 },
  'GET /s/[slug]/image.png': { access: 'public', call: ofLink, owner: 200, closed: 410 },
  'GET /s/[slug]/json': { access: 'public', call: ofLink, owner: 200, closed: 410 },
  'PAGE /s/[slug]': { access: 'public', call: ofLink, owner: 200, closed: 410 },
};
