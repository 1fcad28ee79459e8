import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import * as runs from '@/app/api/runs/route';
import { exportFormatSchema } from '@/lib/history/model/run-export';
import { callRoute, newAccount } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { openStream, runBody } from '@/lib/testing/runs';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import * as exported from './route';

describeRuns('an export', ({ upstream, connect }) => {
  it.each(exportFormatSchema.options)(
    'as %s holds nothing secret and nothing of the server’s',
    async (format) => {
      const { user, email, cookie } = await newAccount('a good long password');
      const key = `sk-${randomUUID()}`;
      const connectionId = await connect(user.id, key);
      // A server that repeats the key it was sent, as some do.
      upstream().enqueue(answers.error(401, `Incorrect API key provided: ${key}.`));
      const body = runBody({ model: 'test-model', prompt: 'A run that is refused' }, { connectionId });
      await (await openStream(runs.POST, { method: 'POST', cookie, body })).toEnd();

      const { text } = await callRoute(exported.GET, { cookie, path: `/api/runs/export?format=${format}` });
      expect(text).toContain('A run that is refused');
      expect(text).toContain('Incorrect API key provided');
      const secrets = [key, upstream().url, new URL(upstream().url).host, email, user.id, connectionId];
      for (const secret of secrets) expect(text).not.toContain(secret);
    },
  );

  it('has a run that is going on with all that it has written', async () => {
    const { user, cookie } = await newAccount('a good long password');
    const connectionId = await connect(user.id);
    const stepped = steppedStream();
    upstream().enqueue(stepped.answer);
    const body = runBody({ model: 'test-model', prompt: 'A run that goes on' }, { connectionId });
    const stream = await openStream(runs.POST, { method: 'POST', cookie, body });
    await stepped.begun;
    stepped.text('Once upon');
    await stream.until((state) => state.choices[0]?.text === 'Once upon');
    const read = async () => {
      const path = '/api/runs/export?format=json';
      return JSON.parse((await callRoute(exported.GET, { cookie, path })).text).runs;
    };
    expect(await read()).toMatchObject([{ status: 'streaming', outputs: [{ text: 'Once upon' }] }]);
    stepped.text(' a time');
    stepped.finish();
    await stream.toEnd();
    // At once, while the end of the run is still being saved.
    expect(await read()).toMatchObject([
      { status: 'complete', outputs: [{ text: 'Once upon a time' }], pace: expect.any(Array) },
    ]);
  });
});
