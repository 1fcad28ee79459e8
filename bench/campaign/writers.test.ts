import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Transport } from '@/lib/connections/server/upstream/target';
import { createPracticeTransport } from '@/lib/connections/server/upstream/transport-for';
import { readRun, readRunPage } from '@/lib/history/server/read-runs';
import { startRun } from '@/lib/runs/server/start-run';
import { newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { runBody } from '@/lib/testing/runs';
import { COUNTS, note, PATIENCE_MS } from './counts';

/** Writes as fast as it can: this tests the database. */
const atOnce = (): Transport => createPracticeTransport(Number.POSITIVE_INFINITY);

describeRuns('many writers', ({ setEnv, kind }) => {
  it(
    'write, checkpoint and read their runs at once, and none is refused or lost',
    async () => {
      setEnv({ MAX_OPEN_RUNS: '1000' });
      const until = performance.now() + COUNTS.writeMs;
      let written = 0;
      const writer = async () => {
        const { user } = await newVisitor();
        let own = 0;
        do {
          const mark = randomUUID();
          const body = runBody({ model: 'practice-1', prompt: mark, max_tokens: 8 }, { background: true });
          const started = await startRun({ ...body, userId: user.id }, { transportFor: atOnce });
          if (started.kind !== 'live') throw new Error('not live');
          await started.run.settled;
          const run = await readRun(user.id, started.run.identity.runId);
          expect(run).toMatchObject({ status: 'complete', request: { prompt: mark } });
          own += 1;
        } while (performance.now() < until);
        const { runs } = await readRunPage(user.id, { limit: 100 });
        expect(runs).toHaveLength(Math.min(own, 100));
        written += own;
      };
      await Promise.all(Array.from({ length: COUNTS.writers }, writer));
      expect(written).toBeGreaterThanOrEqual(COUNTS.writers);
      note(
        'writers',
        kind,
        `${COUNTS.writers} at once for ${COUNTS.writeMs / 1000} s: ${written.toLocaleString('en')} runs written and read back, 0 refused (no SQLITE_BUSY)`,
      );
    },
    PATIENCE_MS,
  );
});
