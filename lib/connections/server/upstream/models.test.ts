import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';
import { type MisbehavingServer, startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { answers } from '@/lib/testing/upstream-answers';
import type { Answer } from '@/lib/testing/upstream-wire';
import { listModels } from './list-models';
import type { UpstreamTarget } from './target';
import { testTarget } from './test-target';

let server: MisbehavingServer;
let requested = 0;

beforeAll(async () => {
  server = await startMisbehavingServer();
});
beforeEach(() => {
  replaceEnv(testEnvironment());
  requested = 0;
});
afterEach(() => server.reset());
afterAll(() => server.close());

let connections = 0;
function target(more: Partial<UpstreamTarget> = {}): UpstreamTarget {
  connections += 1;
  return {
    id: `connection-${connections}`,
    name: 'Test',
    baseUrl: server.url,
    key: null,
    keyHeader: 'authorization',
    headers: [],
    isPractice: false,
    isServers: false,
    practiceTokensPerSecond: 40,
    ...more,
  };
}

function counted(answer: Answer): Answer {
  return (response, request) => {
    requested += 1;
    return answer(response, request);
  };
}

describe('listModels', () => {
  it('keeps no more than memory is good for, the newest lists first', async () => {
    const many = Array.from({ length: 5_000 }, (_, number) => `model-${number}`);
    server.alwaysModels(counted(answers.models(many)));
    const targets = Array.from({ length: 12 }, () => target());
    for (const each of targets) await listModels(each);
    expect(requested).toBe(12);
    const [first, ...others] = targets;
    await listModels(others.at(-1) ?? target());
    expect(requested).toBe(12);
    await listModels(first ?? target());
    expect(requested).toBe(13);
  });

  it('lists what the server lists, with the key', async () => {
    let authorization: string | undefined;
    server.alwaysModels((response, request) => {
      authorization = request.headers.authorization;
      return answers.models(['a', 'b'])(response, request);
    });
    const { models } = await listModels(target({ key: 'sk-1' }));
    expect(models).toEqual([
      { id: 'a', ownedBy: 'tests' },
      { id: 'b', ownedBy: 'tests' },
    ]);
    expect(authorization).toBe('Bearer sk-1');
  });

  it('asks once per connection, address and key, and anew on request', async () => {
    server.alwaysModels(counted(answers.models(['a'])));
    const one = target();
    await Promise.all([listModels(one), listModels(one), listModels(one)]);
    expect(requested).toBe(1);
    await listModels(one, { fresh: true });
    expect(requested).toBe(2);
    await listModels({ ...one, key: 'changed' });
    await listModels({ ...one, baseUrl: `${server.url}/v1` });
    expect(requested).toBe(4);
    await listModels(one);
    expect(requested).toBe(4);
  });

  it('does not keep a failure', async () => {
    const one = target();
    server.alwaysModels(answers.error(503, 'Starting.'));
    await expect(listModels(one)).rejects.toMatchObject({ code: 'unavailable', message: 'Starting.' });
    server.alwaysModels(answers.models(['a']));
    expect((await listModels(one)).models).toHaveLength(1);
  });

  it('has the practice model as the practice connection’s list', async () => {
    const { models } = await listModels(target({ id: 'practice', isPractice: true, baseUrl: '' }));
    expect(models).toEqual([{ id: PRACTICE_MODEL_ID, ownedBy: 'completions-playground' }]);
  });

  it.each([
    ['a bare list', '[{"id":"a"}]'],
    ['names in place of ids', '{"models":[{"name":"a"}]}'],
    ['the same one twice, and nonsense', '{"data":[{"id":"a"},{"id":"a"},null,7,{"id":""},{"id":7}]}'],
  ])('reads %s', async (_what, body) => {
    server.alwaysModels(answers.body(200, 'application/json', body));
    expect((await listModels(target())).models.map(({ id }) => id)).toEqual(['a']);
  });
});

describe('testTarget', () => {
  it.each([
    ['a list', answers.models(['a', 'b']), true, 200, 'lists 2 models'],
    ['an empty list', answers.models([]), true, 200, 'lists no models'],
    ['no list, in JSON', answers.error(404, 'Not found'), true, 404, 'no list of models'],
    [
      'a page that is not found',
      answers.body(404, 'text/html', '<html><title>404</title></html>'),
      false,
      404,
      'Is the base URL complete?',
    ],
    ['a refused key', answers.error(401, 'Bad key.'), false, 401, 'rejected the key (401): Bad key.'],
    ['a key that may not', answers.error(403, 'No.'), false, 403, "isn't allowed to list models"],
    ['too many requests', answers.error(429, 'Slow.'), false, 429, 'Rate limit reached'],
    ['a fault', answers.error(500, 'Out of memory'), false, 500, 'responded with 500: Out of memory.'],
    ['a page', answers.body(200, 'text/html', '<html><title>Hi</title></html>'), false, 200, 'a web page'],
    ['not JSON', answers.body(200, 'text/plain', 'ok'), false, 200, 'instead of a list of models'],
    [
      'a list without a bottom',
      answers.body(200, 'application/json', '{"data":['.repeat(800_000)),
      false,
      null,
      'The list of models is nested too deeply.',
    ],
    [
      'a list of nothing but lists',
      answers.body(200, 'application/json', `{"data":[${'[],'.repeat(400_000)}[]]}`),
      false,
      null,
      'The list of models contains too many lists and objects.',
    ],
    [
      'a list without an end',
      answers.body(200, 'application/json', `{"data":[${'"a",'.repeat(2_200_000)}`),
      false,
      null,
      'The list of models is larger than 8 MB.',
    ],
    ['other JSON', answers.body(200, 'application/json', '{"hello":1}'), false, 200, 'instead of a list'],
    ['a redirect', answers.redirect('http://127.0.0.1:1/'), false, 302, 'redirect'],
    ['a reset', answers.reset(), false, null, 'closed the connection without a response'],
    ['no HTTP', answers.noHttp(), false, null, "isn't valid HTTP"],
  ] as const)('says what it found: %s', async (_what, answer, ok, status, message) => {
    server.alwaysModels(answer);
    const test = await testTarget(target({ key: 'sk-canary-abcdef' }));
    expect(test).toMatchObject({ ok, status });
    expect(test.message).toContain(message);
    expect(JSON.stringify(test)).not.toContain('sk-canary-abcdef');
  });

  it('says that nothing listens', async () => {
    const gone = await startMisbehavingServer();
    await gone.close();
    const test = await testTarget(target({ baseUrl: gone.url }));
    expect(test).toMatchObject({ ok: false, status: null });
    expect(test.message).toContain('refused the connection');
  });

  it('says that an address is refused, where private ones are not allowed', async () => {
    replaceEnv(testEnvironment({ ALLOW_PRIVATE_UPSTREAMS: 'false' }));
    const test = await testTarget(target({ baseUrl: server.url.replace('http:', 'https:') }));
    expect(test).toMatchObject({ ok: false, status: null });
    expect(test.message).toContain('private network');
  });

  it('lets the connection of the server’s owner be private all the same', async () => {
    replaceEnv(testEnvironment({ ALLOW_PRIVATE_UPSTREAMS: 'false' }));
    expect(await testTarget(target({ id: 'server', isServers: true }))).toMatchObject({ ok: true });
  });
});
