import * as z from 'zod/mini';
import { exportedIdSchema } from './run-export';

/** Maximum number of runs in one import request. */
export const MAX_IMPORTED = 250;
/** The page fills an import request up to this size; a larger run is sent alone. */
export const IMPORT_BATCH_BYTES = 512 * 1024;
/** Maximum size of one run's JSON, in bytes. */
export const MAX_RUN_BYTES = 16 * 1024 * 1024;
/** Ids, or links between runs, in one request. */
export const MAX_IDS = 1_000;

/**
 * Body of `POST /api/runs/import`. Each run is checked separately against `exportedRunSchema`, so that an
 * invalid one does not keep the others out.
 */
export const importRunsSchema = z.strictObject({
  runs: z.custom<readonly unknown[]>(
    (runs) => Array.isArray(runs) && runs.length >= 1 && runs.length <= MAX_IMPORTED && runs.every(isObject),
    { error: `runs must be a list of 1 to ${MAX_IMPORTED} runs.` },
  ),
});

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const importAnswerSchema = z.object({
  imported: z.int(),
  /** Runs that were already in the history, and stay as they are. */
  here: z.int(),
  /**
   * Runs whose parent is in the file but not imported yet: `POST /api/runs/import/links` joins them later.
   */
  withoutParent: z.array(z.string()),
  refused: z.array(z.object({ index: z.int(), reason: z.string() })),
});
export type ImportAnswer = z.infer<typeof importAnswerSchema>;

/**
 * Body of `POST /api/runs/import/check`: exported ids and origin ids, to find out which are already in the
 * history.
 */
export const importCheckSchema = z.strictObject({
  ids: z
    .array(exportedIdSchema, { error: 'ids must be a list of IDs.' })
    .check(z.minLength(1), z.maxLength(MAX_IDS)),
});
export const importCheckAnswerSchema = z.object({ here: z.array(z.string()) });

/** Body of `POST /api/runs/import/links`: imported runs and their parents, by exported ids. */
export const importLinksSchema = z.strictObject({
  links: z
    .array(z.strictObject({ id: exportedIdSchema, parentId: exportedIdSchema }))
    .check(z.minLength(1), z.maxLength(MAX_IDS)),
});
export type ImportLink = z.infer<typeof importLinksSchema>['links'][number];
export const importLinksAnswerSchema = z.object({ linked: z.int() });
