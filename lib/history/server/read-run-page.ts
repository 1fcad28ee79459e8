import { AppError } from '@/lib/platform/model/app-error';
import { getStoredRequest } from '@/lib/runs/db/stored-request';
import { type RequestChanges, requestChanges } from '@/lib/runs/model/request-changes';
import type { RunDetail } from '@/lib/runs/model/runs';
import { runParamsSchema } from '@/lib/runs/server/params';
import { readRun } from './read-runs';

/** With more tokens than this, the page is sent without their alternatives and loads them afterwards. */
const MAX_TOKENS = 2_000;

/** The data that the page of a run starts with. */
export interface RunPageData {
  readonly run: RunDetail;
  /** False: its probabilities are left out. */
  readonly whole: boolean;
  /** The run that it was derived from, and what it changed; null without one. */
  readonly parent: { readonly id: string; readonly name: string; readonly changes: RequestChanges } | null;
}

/** Null when the run is not there, or not this user's. */
export async function readRunForPage(userId: string, runId: string): Promise<RunPageData | null> {
  const params = runParamsSchema.safeParse({ runId });
  if (!params.success) return null;
  const run = await readRun(userId, params.data.runId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  });
  if (run === null) return null;
  const before = run.parentId === null ? null : await getStoredRequest(userId, run.parentId);
  const tokens = run.state.choices.reduce((sum, choice) => sum + (choice.tokens?.length ?? 0), 0);
  const whole = tokens <= MAX_TOKENS;
  return {
    run: whole ? run : withoutTokens(run),
    whole,
    parent: before && {
      id: before.id,
      name: before.title ?? before.promptPreview,
      changes: requestChanges(before, run),
    },
  };
}

function withoutTokens(run: RunDetail): RunDetail {
  const choices = run.state.choices.map((choice) => ({ ...choice, tokens: null }));
  return { ...run, state: { ...run.state, choices } };
}
