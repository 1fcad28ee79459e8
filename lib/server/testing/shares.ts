import { randomUUID } from 'node:crypto';
import type { SharedRun } from '@/lib/completions/share/shared-run';
import { insertShare } from '@/lib/db/testing/records';
import { hashSlug, newSlug } from '@/lib/server/sharing/slug';

/** A shared run with something of everything. */
export function aSharedRun(fields: Partial<SharedRun> = {}): SharedRun {
  return {
    version: 1,
    kind: 'run',
    title: 'A shared run',
    sharedAt: '2026-11-01T10:00:00.000Z',
    status: 'complete',
    prompt: 'Once upon a <time>',
    model: 'shared-model',
    parameters: { temperature: 0.7, max_tokens: 20, stop: ['\n\n'], logprobs: 1, stream: true },
    outputs: [
      {
        index: 0,
        text: ' there was & is',
        finishReason: 'length',
        tokens: [
          { text: ' there', logprob: -0.1, top: [{ text: ' there', logprob: -0.1 }] },
          { text: ' was & is', logprob: -1.2, top: [{ text: ' were', logprob: -1 }] },
        ],
      },
    ],
    timings: { sentMs: 2, headersMs: 120, firstTokenMs: 180, durationMs: 2345 },
    usage: { promptTokens: 4, completionTokens: 17, totalTokens: 21 },
    pace: [
      [180, 0, 6],
      [900, 0, 9],
    ],
    ...fields,
  };
}

export interface ShareFields {
  readonly expiresAt?: Date;
  readonly revokedAt?: Date;
  readonly runId?: string;
}

/** A link of this user, as the making of links leaves it in the database; answers its id and its slug. */
export async function aShare(
  userId: string,
  shared: SharedRun = aSharedRun(),
  fields: ShareFields = {},
): Promise<{ id: string; slug: string }> {
  const id = randomUUID();
  const slug = newSlug();
  await insertShare({
    id,
    userId,
    slugHash: hashSlug(slug),
    title: shared.title,
    snapshot: fields.revokedAt ? null : shared,
    ...fields,
  });
  return { id, slug };
}
