import { credentialsSchema } from '@/lib/contract/account';
import { claimAccount } from '@/lib/server/account';
import { route } from '@/lib/server/route';
import { toViewer } from '@/lib/server/site';

/** `POST /api/account/claim` → `{viewer}`: a guest becomes an account and keeps everything, the session included. */
export const POST = route({ access: 'user', body: credentialsSchema }, async ({ request, viewer, body }) => ({
  viewer: await toViewer(await claimAccount(request, viewer, body)),
}));
