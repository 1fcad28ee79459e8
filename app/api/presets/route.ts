import { route } from '@/lib/accounts/server/route';
import { presetInputSchema } from '@/lib/playground/model/presets';
import { createPreset, presetsOf } from '@/lib/playground/server/presets';

/** `GET /api/presets` → `{presets}`; empty without a session. */
export const GET = route({ access: 'optional' }, async ({ userId }) => ({
  presets: await presetsOf(userId),
}));

/** `POST /api/presets` → 201 `Preset`; 409 when the name is taken. */
export const POST = route({ access: 'user', body: presetInputSchema }, async ({ userId, body }) =>
  Response.json(await createPreset(userId, body), { status: 201 }),
);
