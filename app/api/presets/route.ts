import { presetInputSchema } from '@/lib/contract/presets';
import { route } from '@/lib/server/http/route';
import { createPreset, presetsOf } from '@/lib/server/presets';

/** `GET /api/presets` → `{presets}`; none before there is a session. */
export const GET = route({ access: 'optional' }, async ({ userId }) => ({
  presets: await presetsOf(userId),
}));

/** `POST /api/presets` → 201 `Preset`; 409 when the name is taken. */
export const POST = route({ access: 'user', body: presetInputSchema }, async ({ userId, body }) =>
  Response.json(await createPreset(userId, body), { status: 201 }),
);
