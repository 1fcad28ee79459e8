import { z } from 'zod';
import { route } from '@/lib/accounts/server/route';
import { setPriceSchema } from '@/lib/connections/model/prices';
import { pricesOf, setPrice } from '@/lib/connections/server/prices';

const params = z.object({ connectionId: z.string().max(64) });

/** `GET /api/connections/[connectionId]/prices` → `{ prices }`. */
export const GET = route({ access: 'optional', params }, async ({ userId, params }) => ({
  prices: await pricesOf(userId, params.connectionId),
}));

/** `PUT /api/connections/[connectionId]/prices` → `{ prices }`, with the one that was set or removed. */
export const PUT = route(
  { access: 'user', params, body: setPriceSchema },
  async ({ userId, params, body }) => ({
    prices: await setPrice(userId, params.connectionId, body),
  }),
);
