import { randomUUID } from 'node:crypto';
import { bootOrExit } from '@/lib/boot';
import { followComparison } from '@/lib/compare/server/follow-comparison';
import { startComparison } from '@/lib/compare/server/start-comparison';
import { type StartRunInput, startRun } from '@/lib/runs/server/start-run';
import { closingSignal } from '@/lib/shut-down';

/** A server without its web half: a real process that boots, runs what its parent sends, and says how it ended. */

export type FromServer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'started'; readonly runId: string }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'ended'; readonly runId: string; readonly status: string; readonly text: string }
  | { readonly kind: 'queued' }
  /** It was told to end, and starts nothing any more. */
  | { readonly kind: 'closing' };

export type ToServer =
  | StartRunInput
  /** As a page does that opens a comparison, and then starts cells of it. */
  | {
      readonly userId: string;
      readonly comparisonId: string;
      readonly start?: 'all' | 'remaining';
      watch?: boolean;
    };

const say = (message: FromServer) => void process.send?.(message);

process.on('message', async (input: ToServer) => {
  try {
    if ('comparisonId' in input) await compare(input);
    else await run(input);
  } catch (error) {
    say({
      kind: 'refused',
      code: error instanceof Error && 'code' in error ? String(error.code) : String(error),
    });
  }
});

async function run(input: StartRunInput): Promise<void> {
  const started = await startRun(input);
  if (started.kind !== 'live') throw new Error('not live');
  const { run: live } = started;
  const { runId } = live.identity;
  live.watch(0, {
    onEvents: () => {},
    onEnd: () => {
      const { status, choices } = live.log.state;
      say({ kind: 'ended', runId, status, text: choices[0]?.text ?? '' });
    },
  });
  say({ kind: 'started', runId });
}

async function compare({
  userId,
  comparisonId,
  start,
  watch,
}: Exclude<ToServer, StartRunInput>): Promise<void> {
  if (watch) {
    const stream = await followComparison(userId, comparisonId, { seen: new Map() });
    void stream.body?.pipeTo(new WritableStream());
  }
  if (start) await startComparison(userId, comparisonId, { idempotencyKey: randomUUID(), cells: start });
  say({ kind: 'queued' });
}

await bootOrExit();
closingSignal().addEventListener('abort', () => say({ kind: 'closing' }));
say({ kind: 'ready' });
