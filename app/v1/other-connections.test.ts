import OpenAI, { APIError, NotFoundError } from 'openai';
import { expect, it } from 'vitest';
import { fetchOurs, ORIGIN } from '@/app/v1/testing/fetch-ours';
import { createConnection } from '@/lib/connections/server/manage-connections';
import { readRun, readRunPage } from '@/lib/history/server/read-runs';
import { createToken } from '@/lib/public-api/server/tokens';
import { newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { answers } from '@/lib/testing/upstream-answers';
import type { Answer } from '@/lib/testing/upstream-wire';

/** Each connection has a path of its own on one server; a path that is not here refuses. */
function listing(models: Record<string, readonly string[]>): Answer {
  return (response, request) => {
    const ids = models[request.path.split('/')[1] ?? ''];
    return (ids ? answers.models(ids) : answers.error(401, 'Bad key.'))(response, request);
  };
}

const lacksModel = (message = 'The model does not exist.', status = 404) =>
  answers.error(status, message, { code: 'model_not_found', param: 'model' });

describeRuns('a caller with several connections', ({ upstream }) => {
  async function aCaller(connections: Record<string, string>) {
    const { user } = await newVisitor();
    const ids: Record<string, string> = {};
    for (const [path, name] of Object.entries(connections)) {
      const baseUrl = `${upstream().url}/${path}/v1`;
      const isDefault = path === 'main';
      ids[path] = (await createConnection(user.id, { name, kind: 'custom', baseUrl, isDefault })).id;
    }
    const { secret } = await createToken(user.id, { name: 'Program', expiresInDays: 7 });
    const bodies: string[] = [];
    const clientOf = (connection?: string) =>
      new OpenAI({
        apiKey: secret,
        baseURL: `${ORIGIN}/v1`,
        maxRetries: 0,
        defaultHeaders: connection === undefined ? {} : { 'X-Connection': connection },
        fetch: fetchOurs(bodies),
      });
    const refused = async (
      model: string,
      { stream = false, connection = undefined as string | undefined } = {},
    ) => {
      const error: unknown = await clientOf(connection)
        .completions.create({ model, prompt: 'x', stream })
        .catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(APIError);
      return error as APIError;
    };
    const listed = async (client = clientOf()) => {
      const all: { id: string; connections?: readonly string[] }[] = [];
      for await (const one of client.models.list()) all.push(one);
      return all;
    };
    return { user, ids, client: clientOf(), clientOf, refused, listed, bodies };
  }

  it.each([false, true])('is told which connection has the model (stream: %s)', async (stream) => {
    const { refused, user, clientOf } = await aCaller({ main: 'Main', work: 'Work' });
    upstream().alwaysModels(listing({ main: ['small'], work: ['small', 'large'] }));
    upstream().enqueue(lacksModel(), lacksModel('No such model: large', 400), lacksModel());
    const missing = await refused('large', { stream });
    expect(missing).toBeInstanceOf(NotFoundError);
    expect(missing).toMatchObject({ code: 'model_not_found', param: 'model' });
    const sentence = 'Your connection "Work" has this model: set the header "X-Connection: Work".';
    expect(missing.message).toContain(`The model does not exist. ${sentence}`);
    const bad = await refused('large', { stream });
    expect(bad.status).toBe(400);
    expect(bad.message).toContain(`No such model: large ${sentence}`);
    // The run keeps what the server said.
    const { runs } = await readRunPage(user.id, { limit: 1 });
    expect((await readRun(user.id, runs[0]?.id ?? '')).state.error?.message).toBe('No such model: large');

    expect((await refused('unknown', { stream })).message).not.toContain('X-Connection');
    upstream().enqueue(answers.plain('as told'));
    const answer = await clientOf('Work').completions.create({ model: 'large', prompt: 'x' });
    expect(answer.choices[0]?.text).toBe('as told');
  });

  it('is told nothing of the kind for another refusal, or a model that its connection lists', async () => {
    const { refused } = await aCaller({ main: 'Main', work: 'Work' });
    upstream().alwaysModels(listing({ main: ['small'], work: ['small', 'large'] }));
    upstream().enqueue(
      lacksModel(),
      answers.error(400, 'Too hot.', { param: 'temperature' }),
      answers.error(429, 'Slow down.'),
    );
    expect((await refused('small')).message).not.toContain('X-Connection');
    expect((await refused('large')).message).not.toContain('X-Connection');
    expect((await refused('large')).message).not.toContain('X-Connection');
  });

  it('is told a name that works as a header, whatever it is called', async () => {
    const { refused, ids, clientOf } = await aCaller({
      main: 'Main',
      work: 'Büro 東京',
      twin: 'Practice model',
      old: 'Old',
    });
    upstream().alwaysModels(
      listing({ main: [], work: ['large'], twin: ['twin', 'practice-1'], old: ['large'] }),
    );
    upstream().always(lacksModel());
    const { message } = await refused('large');
    expect(message).toContain('Your connections "Büro 東京", "Old" have this model');
    const header = /"X-Connection: ([^"]+)"/.exec(message)?.[1] ?? '';
    expect(decodeURIComponent(header)).toBe('Büro 東京');
    upstream().enqueue(answers.plain('it works'));
    const answer = await clientOf(header).completions.create({ model: 'large', prompt: 'x' });
    expect(answer.choices[0]?.text).toBe('it works');
    expect((await upstream().received(2)).path).toBe('/work/v1/completions');
    // The name leads to the practice model, so the id is told.
    expect((await refused('twin')).message).toContain(`"X-Connection: ${ids.twin}"`);
    // Named or not, the connection that refused is not the answer.
    expect((await refused('practice-1', { connection: 'Main' })).message).toContain(
      '"X-Connection: Practice model"',
    );
  });

  it('never hears of another tenant’s connections', async () => {
    await aCaller({ main: 'Their main', work: 'Their secret connection' });
    const { refused, listed, bodies } = await aCaller({ main: 'Mine' });
    upstream().alwaysModels(listing({ main: ['small'], work: ['large'] }));
    upstream().always(lacksModel());
    expect((await refused('large')).message).not.toContain('X-Connection');
    expect((await listed()).map(({ id }) => id)).toEqual(['small', 'practice-1']);
    expect(bodies.join('')).not.toContain('Their');
  });

  it('lists the models of all connections, each once, with the connections that have it', async () => {
    const { listed, clientOf, client } = await aCaller({ work: 'Work', main: 'Main', old: 'Old' });
    upstream().alwaysModels(
      listing({ main: ['small', 'vendor/one'], work: ['large', 'small'], old: ['practice-1', 'old'] }),
    );
    expect((await listed()).map(({ id, connections }) => [id, connections])).toEqual([
      ['small', ['Main', 'Work']],
      ['vendor/one', ['Main']],
      ['large', ['Work']],
      ['practice-1', ['Practice model', 'Old']],
      ['old', ['Old']],
    ]);
    expect(await client.models.retrieve('large')).toMatchObject({ id: 'large', connections: ['Work'] });
    expect((await listed(clientOf('work'))).map(({ id }) => id)).toEqual(['large', 'small']);
    await expect(clientOf('Work').models.retrieve('old')).rejects.toBeInstanceOf(NotFoundError);
  });

  it('lists what there is when a connection fails, and says which', async () => {
    const { listed, clientOf, bodies, refused } = await aCaller({ main: 'Main', work: 'Locked' });
    let asked = 0;
    upstream().alwaysModels((response, request) => {
      if (request.path.startsWith('/work')) asked += 1;
      return listing({ main: ['small'] })(response, request);
    });
    expect((await listed()).map(({ id }) => id)).toEqual(['small', 'practice-1']);
    const [body = ''] = bodies;
    expect(JSON.parse(body).unavailable).toEqual([{ connection: 'Locked', message: 'Bad key.' }]);
    // It is not asked again by every call; one that names it is answered with its refusal.
    upstream().always(lacksModel());
    await refused('large');
    await listed();
    expect(asked).toBe(1);
    const direct = await listed(clientOf('Locked')).catch((error: unknown) => error);
    expect(direct).toMatchObject({ status: 503 });
    expect((direct as Error).message).toContain('Bad key.');
  });
});
