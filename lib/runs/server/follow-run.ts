import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { callEach } from '@/lib/platform/server/call-each';
import type { NumberedRunEvent } from '@/lib/protocol/run/run-events';
import { getRun } from '@/lib/runs/db/run-history';
import { findLiveRun, watchersElsewhere } from './find-live-run';
import type { LogSubscriber } from './live-log';
import { type RunRegistry, runRegistry } from './registry';
import { inChunks, snapshotBytes, snapshotRun } from './run-snapshot';
import { type RunStreamOptions, runStreamResponse } from './run-stream';
import { unsentBytes } from './unsent-bytes';

/** Streams that one person may hold open per run: several tabs for each run. */
const STREAMS_PER_RUN = 8;

export interface FollowRunOptions extends Pick<RunStreamOptions, 'gone' | 'access'> {
  readonly registry?: RunRegistry;
}

/**
 * The stream of a run after event `after`. A live run is followed, whichever server carries it out; one that
 * ended earlier is replayed whole from its row, and the stream ends. Without Redis, a run that another process is
 * writing is replayed as far as it is saved, and ends without `run-end`, so that its reader reconnects. Throws
 * AppError `not_found`, and `unavailable` while its server can't be reached.
 */
export async function followRun(
  userId: string,
  runId: string,
  after: number,
  { registry = runRegistry(), ...stream }: FollowRunOptions = {},
): Promise<Response> {
  const live = await findLiveRun(userId, runId, registry);
  if (live !== null) {
    return runStreamResponse({ ...stream, runId, watch: (subscriber) => live.watch(after, subscriber) });
  }
  const detail = await getRun(userId, runId);
  if (detail === null) throw new AppError('not_found');
  const { createdAt, choiceCount, state } = detail;
  // 0, because a number in this snapshot means nothing later: a reader that reconnects gets the run again.
  const events = snapshotRun({ runId, createdAt, choiceCount }, state, 0);
  return runStreamResponse({
    ...stream,
    runId,
    watch: (reader) => {
      let hasLeft = false;
      const release = unsentBytes().hold(snapshotBytes(events), () => reader.onEnd(false));
      void emitAll(reader, events, () => hasLeft).finally(release);
      return () => {
        hasLeft = true;
      };
    },
  });
}

/** One chunk at a time, for as long as the reader stays. */
async function emitAll(
  { onEvents, onEnd, drained }: LogSubscriber,
  events: readonly NumberedRunEvent[],
  hasLeft: () => boolean,
): Promise<void> {
  for (const chunk of inChunks(events)) {
    if (callEach([onEvents], (deliver) => deliver(chunk)).length > 0) return onEnd(false);
    await drained?.();
    if (hasLeft()) return;
  }
  onEnd(true);
}

/** Call before joining: throws AppError `rate_limited` when this person follows runs in too many tabs. */
export function checkStreams(userId: string, registry: RunRegistry = runRegistry()): void {
  const streams = registry.ofUser(userId).reduce((sum, run) => sum + run.watchers, watchersElsewhere(userId));
  if (streams < env.maxOpenRunsPerUser * STREAMS_PER_RUN) return;
  throw new AppError('rate_limited', {
    message: 'Too many tabs are following your runs. Close some.',
    retryAfterMs: 5_000,
  });
}
