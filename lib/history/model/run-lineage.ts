import * as z from 'zod/mini';
import { runStatusSchema } from '@/lib/protocol/run/run-events';
import { branchSchema } from '@/lib/runs/model/runs';

/** Runs of one family that are told of at most. */
export const MAX_LINEAGE_MEMBERS = 200;
/** Generations that are climbed at most. */
export const MAX_GENERATIONS = 64;

/** One run of a family: enough to draw it, no long text. */
export const relativeSchema = z.object({
  id: z.string(),
  /** Null at the top. */
  parentId: z.nullable(z.string()),
  branch: z.nullable(branchSchema),
  createdAt: z.iso.datetime(),
  /** Null: deleted. It stands there only because it holds others together. */
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
export type Relative = z.infer<typeof relativeSchema>;

/** Answer of `GET /api/runs/[runId]/lineage`: the tree around a run. */
export const runLineageSchema = z.object({
  /** Oldest first; every one but the top has its parent among them. */
  members: z.array(relativeSchema),
  /** There are more than are told of. */
  more: z.boolean(),
});
export type RunLineage = z.infer<typeof runLineageSchema>;
