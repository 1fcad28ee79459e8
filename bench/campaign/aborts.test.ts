import { expect, it } from 'vitest';
import * as completions from '@/app/v1/completions/route';
import { readRunPage } from '@/lib/history/server/read-runs';
import { createToken } from '@/lib/public-api/server/tokens';
import { newVisitor, toRequest } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually } from '@/lib/testing/runs';
import { answers } from '@/lib/testing/upstream-answers';
import type { Answer } from '@/lib/testing/upstream-wire';
import { COUNTS, note, PATIENCE_MS, times } from './counts';

describeRuns('callers that leave', ({ upstream, connect, setEnv, kind }) => {
  it(
    'have their upstreams closed, whenever they leave, and leave no socket and no open run',
    async () => {
      setEnv({ MAX_OPEN_RUNS_PER_USER: '32' });
      const { user } = await newVisitor();
      const connectionId = await connect(user.id);
      const { secret } = await createToken(user.id, { name: 'Campaign', expiresInDays: 7 });
      const closed: Promise<string>[] = [];
      const requested = new Set<unknown>();
      const answer: Answer = (response, request) => {
        closed.push(request.closed);
        requested.add((request.json as { prompt: string }).prompt);
        // Half get no answer at all, the others get some text first.
        const before = closed.length % 2 === 0 ? answers.silence() : answers.stall(['Some text']);
        return before(response, request);
      };
      upstream().always(answer);
      await times(COUNTS.aborts, 16, async (index) => {
        const leaving = new AbortController();
        const body = { model: 'test-model', prompt: `call ${index}`, stream: index % 3 !== 0 };
        const headers = { authorization: `Bearer ${secret}`, 'x-connection': connectionId };
        const request = new Request(toRequest({ method: 'POST', path: '/v1/completions', body, headers }), {
          signal: leaving.signal,
        });
        request.headers.set('host', 'localhost:3000');
        const answered = completions.POST(request, { params: Promise.resolve({}) });
        await eventually(() => requested.has(body.prompt), 'the upstream to be asked');
        leaving.abort();
        const response = await answered;
        // Its body may have been given up already, for the same reason.
        await response.body?.cancel().catch(() => {});
      });
      expect(await Promise.all(closed)).toEqual(Array(COUNTS.aborts).fill('closed'));
      await eventually(() => upstream().openSockets === 0, 'the sockets to close');
      await eventually(async () => {
        const { runs } = await readRunPage(user.id, { limit: 100 });
        return runs.every(({ status }) => status === 'stopped');
      }, 'the runs to be stopped');
      note('client aborts', kind, `${COUNTS.aborts} calls left: every upstream closed, 0 sockets left`);
    },
    PATIENCE_MS,
  );
});
