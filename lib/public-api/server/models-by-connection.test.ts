import { expect, it } from 'vitest';
import {
  createConnection,
  listConnectionsFor,
  updateConnection,
} from '@/lib/connections/server/manage-connections';
import { newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually } from '@/lib/testing/runs';
import { answers } from '@/lib/testing/upstream-answers';
import { modelsByConnection } from './models-by-connection';

describeRuns('the models of several connections', ({ upstream }) => {
  it('are not held up by a server that hangs, whose list is there once it has come', async () => {
    const { user } = await newVisitor();
    for (const name of ['quick', 'slow']) {
      await createConnection(user.id, { name, kind: 'custom', baseUrl: `${upstream().url}/${name}` });
    }
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isAsked = false;
    upstream().alwaysModels(async (response, request) => {
      const isSlow = request.path.startsWith('/slow');
      if (isSlow) {
        isAsked = true;
        await released;
      }
      await answers.models([isSlow ? 'late' : 'early'])(response, request);
    });
    const connections = (await listConnectionsFor(user.id)).filter(({ builtIn }) => !builtIn);
    const found = async (patience: AbortSignal, of = connections) => {
      const lists = await modelsByConnection(user.id, of, patience);
      return lists.map(({ models, problem }) => problem ?? models.map(({ id }) => id).join());
    };
    const forever = new AbortController().signal;
    expect(await found(forever, connections.slice(0, 1))).toEqual(['early']);
    const patience = new AbortController();
    const both = found(patience.signal);
    await eventually(() => isAsked);
    patience.abort();
    expect(await both).toEqual(['early', 'The server took too long to list its models.']);
    release();
    await eventually(async () => (await found(forever))[1] === 'late');
  });

  it('asks a server that failed again at once when its key was changed, even to one that ends alike', async () => {
    const { user } = await newVisitor();
    const { id } = await createConnection(user.id, {
      name: 'locked',
      kind: 'custom',
      baseUrl: `${upstream().url}/locked`,
      key: 'sk-wrong-1234',
    });
    upstream().alwaysModels(async (response, request) => {
      const isRight = request.headers.authorization === 'Bearer sk-right-1234';
      await (isRight ? answers.models(['inside']) : answers.error(401, 'No.'))(response, request);
    });
    const forever = new AbortController().signal;
    const list = async () => {
      const connections = (await listConnectionsFor(user.id)).filter((connection) => connection.id === id);
      const [found] = await modelsByConnection(user.id, connections, forever);
      return found?.problem ?? found?.models.map((model) => model.id).join();
    };
    expect(await list()).toBe('No.');
    await updateConnection(user.id, id, { key: 'sk-right-1234' });
    expect(await list()).toBe('inside');
  });
});
