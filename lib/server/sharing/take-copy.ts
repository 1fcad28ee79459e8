import { findingsIn } from '@/lib/completions/share/find-sensitive';
import { shareRun } from '@/lib/completions/share/share-run';
import type { Shared } from '@/lib/completions/share/shared-run';
import { sharedTexts } from '@/lib/completions/share/shared-texts';
import { AppError } from '@/lib/contract/app-error';
import type { RunDetail } from '@/lib/contract/runs';
import type { SharePreview, SharePreviewRequest } from '@/lib/contract/shares';
import { readRun } from '@/lib/server/runs/read-runs';
import { type RunRegistry, runRegistry } from '@/lib/server/runs/registry';

/** What a link is to show, and of what. */
export type CopyRequest = Pick<SharePreviewRequest, 'runId' | 'title' | 'include' | 'redactions'>;

export interface Copy {
  readonly shared: Shared;
  /** What it is a copy of. */
  readonly runId: string;
}

/**
 * Takes the copy that a link shows, from what is stored: a page can choose what goes into it, but not what it says.
 * Throws AppError `not_found`, or `conflict` while the run goes on.
 */
export async function takeCopy(
  userId: string,
  request: CopyRequest,
  now: Date,
  registry: RunRegistry = runRegistry(),
): Promise<Copy> {
  const run = await endedRun(userId, request.runId, registry);
  return { shared: shareRun(run, { ...request, sharedAt: now.toISOString() }), runId: run.id };
}

/** The copy, with what in it may be private: looked for before anything is blacked out, so that it can be undone. */
export async function previewCopy(
  userId: string,
  request: CopyRequest,
  now: Date,
  registry: RunRegistry = runRegistry(),
): Promise<SharePreview> {
  const run = await endedRun(userId, request.runId, registry);
  const terms = { ...request, sharedAt: now.toISOString() };
  const bare = shareRun(run, {
    ...terms,
    redactions: [],
    include: { ...request.include, probabilities: false },
  });
  return { shared: shareRun(run, terms), findings: findingsIn(sharedTexts(bare, run.request)) };
}

async function endedRun(
  userId: string,
  runId: string | undefined,
  registry: RunRegistry,
): Promise<RunDetail> {
  if (runId === undefined) throw new AppError('not_found');
  const live = registry.find(userId, runId);
  if (live !== null && !live.log.ended) throw stillGoingOn();
  // Its end, and the pace, are being saved.
  await live?.settled;
  const run = await readRun(userId, runId, registry);
  // Written by another process, or its end could not be saved.
  if (run.status === 'streaming') throw stillGoingOn();
  return run;
}

function stillGoingOn(): AppError {
  return new AppError('conflict', {
    message: 'The run is still going on. It can be shared when it has ended.',
    param: 'runId',
  });
}
