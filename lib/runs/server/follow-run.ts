import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { callEach } from '@/lib/platform/server/call-each';
import type { NumberedRunEvent } from '@/lib/protocol/run/run-events';
import { getRun } from '@/lib/runs/db/run-history';
import type { LogSubscriber } from './live-log';
import { type RunRegistry, runRegistry } from './registry';
import { inChunks, snapshotBytes, snapshotRun } from './run-snapshot';
import { type RunStreamOptions, runStreamResponse } from './run-stream';
import { unsentBytes } from './unsent-bytes';

/** Streams that one person may hold open: several tabs on each of the runs that they may have open. */
const STREAMS_PER_RUN = 8;

export interface FollowRunOptions extends Pick<RunStreamOptions, 'gone' | 'access'> {
  readonly registry?: RunRegistry;
}

/**
 * The stream of a run from after event `after` on. A run that this process holds is followed live; one that ended
 * earlier is told from its row, from the beginning, and the stream ends. A run that another process is writing is
 * told as far as it is recorded, and ends without `run-end`, so that its reader asks again. Throws AppError
 * `not_found`.
 */
export async function followRun(
  userId: string,
  runId: string,
  after: number,
  { registry = runRegistry(), ...stream }: FollowRunOptions = {},
): Promise<Response> {
  const live = registry.find(userId, runId);
  if (live !== null) {
    await live.stored;
    return runStreamResponse({ ...stream, runId, watch: (subscriber) => live.watch(after, subscriber) });
  }
  const detail = await getRun(userId, runId);
  if (detail === null) throw new AppError('not_found');
  const { createdAt, choiceCount, state } = detail;
  // 0: a place in this log means nothing any more, so whoever asks again is told again.
  const events = snapshotRun({ runId, createdAt, choiceCount }, state, 0);
  return runStreamResponse({
    ...stream,
    runId,
    watch: (reader) => {
      let hasLeft = false;
      const release = unsentBytes().hold(snapshotBytes(events), () => reader.onEnd());
      void emitAll(reader, events, () => hasLeft).finally(release);
      return () => {
        hasLeft = true;
      };
    },
  });
}

/** One piece at a time, for as long as somebody reads. */
async function emitAll(
  { onEvents, onEnd, drained }: LogSubscriber,
  events: readonly NumberedRunEvent[],
  hasLeft: () => boolean,
): Promise<void> {
  for (const chunk of inChunks(events)) {
    if (callEach([onEvents], (hand) => hand(chunk)).length > 0) break;
    await drained?.();
    if (hasLeft()) return;
  }
  onEnd();
}

/** Before joining: throws AppError `rate_limited` when this person follows runs in very many tabs. */
export function checkStreams(userId: string, registry: RunRegistry = runRegistry()): void {
  const streams = registry.ofUser(userId).reduce((sum, run) => sum + run.watchers, 0);
  if (streams < env.maxOpenRunsPerUser * STREAMS_PER_RUN) return;
  throw new AppError('rate_limited', {
    message: 'Too many tabs are following your runs. Close some.',
    retryAfterMs: 5_000,
  });
}
