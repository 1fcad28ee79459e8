import * as z from 'zod/mini';
import { runStatusSchema } from '@/lib/protocol/run/run-status';
import { storedBranchSchema } from '@/lib/runs/model/runs';

/** Maximum number of runs in a lineage answer. */
export const MAX_LINEAGE_MEMBERS = 200;
/** Maximum number of generations that are followed upwards. */
export const MAX_GENERATIONS = 64;

/** One run of a lineage: enough to draw it, no long text. */
export const lineageMemberSchema = z.object({
  id: z.string(),
  /** Null at the top. */
  parentId: z.nullable(z.string()),
  branch: z.nullable(storedBranchSchema),
  createdAt: z.iso.datetime(),
  /** Null: deleted. Included only because it connects others. */
  run: z.nullable(
    z.object({
      title: z.nullable(z.string()),
      status: runStatusSchema,
      starred: z.boolean(),
      model: z.string(),
      promptPreview: z.string(),
      outputPreview: z.string(),
      choiceCount: z.int(),
    }),
  ),
});
export type LineageMember = z.infer<typeof lineageMemberSchema>;

/** Answer of `GET /api/runs/[runId]/lineage`: the tree around a run. */
export const runLineageSchema = z.object({
  /** Oldest first; the parent of each, except the top, is among them. */
  members: z.array(lineageMemberSchema),
  /** The lineage has more runs than these. */
  more: z.boolean(),
});
export type RunLineage = z.infer<typeof runLineageSchema>;
