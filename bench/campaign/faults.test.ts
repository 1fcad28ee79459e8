import { expect, it } from 'vitest';
import { UPSTREAM_LIMITS } from '@/lib/connections/server/upstream/limits';
import { transportFor } from '@/lib/connections/server/upstream/transport-for';
import { readRun } from '@/lib/history/server/read-runs';
import { startRun } from '@/lib/runs/server/start-run';
import { newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually, runBody } from '@/lib/testing/runs';
import { answers } from '@/lib/testing/upstream-answers';
import { type Answer, chunk } from '@/lib/testing/upstream-wire';
import { COUNTS, note, PATIENCE_MS, times } from './counts';

/** Some text, then a reset of the connection. */
const resetAfterText: Answer = async (response, { socket }) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  await new Promise<void>((resolve) => response.write(chunk('Some text'), () => resolve()));
  socket.resetAndDestroy();
};

const FAULTS: { what: string; answer: Answer; ends: string[]; text: RegExp }[] = [
  // A reset may overtake bytes that were on their way: what arrived is stored, and that may be nothing.
  { what: 'reset', answer: resetAfterText, ends: ['truncated', 'failed'], text: /^(Some text)?$/ },
  { what: 'early end', answer: answers.withoutEnd(['Some text']), ends: ['truncated'], text: /^Some text$/ },
  { what: 'stall', answer: answers.stall(['Some text']), ends: ['failed'], text: /^Some text$/ },
];

describeRuns('faults of the upstream', ({ upstream, connect, setEnv, kind }) => {
  it.each(FAULTS)(
    '$what: the run ends in the right state, with its text, and no socket is left',
    async ({ what, answer, ends, text }) => {
      setEnv({ MAX_OPEN_RUNS_PER_USER: '32' });
      const { user } = await newVisitor();
      const connectionId = await connect(user.id);
      upstream().always(answer);
      const seen = new Map<string, number>();
      await times(COUNTS.faults, 16, async () => {
        const started = await startRun(
          { ...runBody({ model: 'test-model' }, { connectionId, background: true }), userId: user.id },
          { transportFor: (target) => transportFor(target, { ...UPSTREAM_LIMITS, idleMs: 40 }) },
        );
        if (started.kind !== 'live') throw new Error('not live');
        await started.run.settled;
        const { state, status } = await readRun(user.id, started.run.identity.runId);
        expect(ends).toContain(status);
        expect(state.choices[0]?.text).toMatch(text);
        seen.set(status, (seen.get(status) ?? 0) + 1);
      });
      expect(upstream().requests).toHaveLength(COUNTS.faults);
      await eventually(() => upstream().openSockets === 0, 'the sockets to close');
      const ended = [...seen].map(([status, count]) => `${count} ${status}`).join(', ');
      note(`upstream: ${what}`, kind, `${COUNTS.faults} runs: ${ended}; text kept, 0 sockets left`);
    },
    PATIENCE_MS,
  );
});
