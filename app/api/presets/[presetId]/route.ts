import { z } from 'zod';
import { route } from '@/lib/accounts/server/route';
import { presetInputSchema } from '@/lib/playground/model/presets';
import { deletePreset, updatePreset } from '@/lib/playground/server/presets';

const params = z.object({ presetId: z.string().max(64) });

/** `PUT /api/presets/[presetId]` → `Preset`. */
export const PUT = route({ access: 'user', params, body: presetInputSchema }, ({ userId, params, body }) =>
  updatePreset(userId, params.presetId, body),
);

/** `DELETE /api/presets/[presetId]` → 204. */
export const DELETE = route({ access: 'user', params }, ({ userId, params }) =>
  deletePreset(userId, params.presetId),
);
