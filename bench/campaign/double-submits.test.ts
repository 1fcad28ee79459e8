import { expect, it } from 'vitest';
import * as runs from '@/app/api/runs/route';
import { resetLimits } from '@/lib/platform/server/limits/rate-limits';
import { newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { openStream, runBody } from '@/lib/testing/runs';
import { COUNTS, note, PATIENCE_MS, times } from './counts';

describeRuns('double submits', ({ upstream, connect, setEnv, kind }) => {
  it(
    'of one start request are one run and one call of the upstream',
    async () => {
      setEnv({ MAX_OPEN_RUNS_PER_USER: '64' });
      const { user, cookie } = await newVisitor();
      const connectionId = await connect(user.id);
      await times(COUNTS.doubleSubmits, 8, async (index) => {
        // This counts runs, not how many one user may start in a minute.
        if (index % 100 === 0) resetLimits();
        const body = runBody({ model: 'test-model' }, { connectionId });
        const startRun = () => openStream(runs.POST, { method: 'POST', cookie, body });
        const [first, second] = await Promise.all([startRun(), startRun()]);
        const [one, other] = [await first.toEnd(), await second.toEnd()];
        expect(second.runId).toBe(first.runId);
        expect(one.choices[0]?.text).toBe('Once upon a time');
        expect(other.choices).toEqual(one.choices);
      });
      expect(upstream().requests).toHaveLength(COUNTS.doubleSubmits);
      note(
        'double submits',
        kind,
        `${COUNTS.doubleSubmits} pairs at once: ${upstream().requests.length} upstream calls`,
      );
    },
    PATIENCE_MS,
  );
});
