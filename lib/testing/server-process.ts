import { bootOrExit } from '@/lib/boot';
import { type StartRunInput, startRun } from '@/lib/runs/server/start-run';

/** A server without its web half: a real process that boots, runs what its parent sends, and says how it ended. */

export type FromServer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'started'; readonly runId: string }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'ended'; readonly runId: string; readonly status: string; readonly text: string };

const say = (message: FromServer) => void process.send?.(message);

process.on('message', async (input: StartRunInput) => {
  try {
    const started = await startRun(input);
    if (started.kind !== 'live') throw new Error('not live');
    const { run } = started;
    const { runId } = run.identity;
    run.watch(0, {
      onEvents: () => {},
      onEnd: () => {
        const { status, choices } = run.log.state;
        say({ kind: 'ended', runId, status, text: choices[0]?.text ?? '' });
      },
    });
    say({ kind: 'started', runId });
  } catch (error) {
    say({
      kind: 'refused',
      code: error instanceof Error && 'code' in error ? String(error.code) : String(error),
    });
  }
});

await bootOrExit();
say({ kind: 'ready' });
