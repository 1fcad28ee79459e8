import { expect, it } from 'vitest';
import * as models from '@/app/api/connections/[connectionId]/models/route';
import * as one from '@/app/api/connections/[connectionId]/route';
import * as testOne from '@/app/api/connections/[connectionId]/test/route';
import * as testDraft from '@/app/api/connections/test/route';
import { findConnection } from '@/lib/connections/db/connections';
import type { Connection } from '@/lib/connections/model/connections';
import { resolveConnection } from '@/lib/connections/server/resolve-connection';
import { rewrapStoredKeys } from '@/lib/connections/server/rewrap-stored-keys';
import { getDb } from '@/lib/platform/db/client';
import { callRoute, captureLogs, newVisitor } from '@/lib/testing/call-route';
import { describeApi } from '@/lib/testing/describe-api';
import { startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { answers } from '@/lib/testing/upstream-answers';
import type { RecordedRequest } from '@/lib/testing/upstream-wire';
import * as list from './route';

const value = 'team-canary-2468';
const input = {
  name: 'Mine',
  kind: 'custom',
  baseUrl: 'https://one.example/v1',
  headers: [{ name: 'X-Team', value }],
};
const create = (cookie: string, change: object = {}) =>
  callRoute(list.POST, { method: 'POST', cookie, body: { ...input, ...change } });
const created = async (cookie: string, change: object = {}): Promise<Connection> => {
  const answer = await create(cookie, change);
  expect(answer.status, answer.text).toBe(201);
  return answer.json as Connection;
};
const patch = (cookie: string, connectionId: string, body: object) =>
  callRoute(one.PATCH, { method: 'PATCH', cookie, params: { connectionId }, body });

describeApi('the extra headers of a connection', (api) => {
  it('are stored encrypted, and only their names come back', async () => {
    const logs = captureLogs();
    const { user, cookie } = await newVisitor();
    const answer = await create(cookie);
    const { id } = answer.json as Connection;
    expect(answer.json).toMatchObject({ headerNames: ['X-Team'], hasKey: false });
    const answered = [
      answer,
      await callRoute(list.GET, { cookie }),
      await patch(cookie, id, { name: 'New' }),
    ];
    const row = await findConnection(user.id, id);
    for (const text of [...answered.map(({ text }) => text), JSON.stringify(row), logs.text()]) {
      expect(text).not.toContain('canary');
    }
    logs.stop();
    expect((await resolveConnection(user.id, id)).headers).toEqual(input.headers);
  });

  it('are changed as a whole, and a value of null keeps the stored one', async () => {
    const { user, cookie } = await newVisitor();
    const { id } = await created(cookie);
    const headers = [
      { name: 'x-team', value: null },
      { name: 'X-Two', value: 'two' },
    ];
    expect((await patch(cookie, id, { headers })).json).toMatchObject({ headerNames: ['x-team', 'X-Two'] });
    expect((await resolveConnection(user.id, id)).headers).toEqual([
      { name: 'x-team', value },
      { name: 'X-Two', value: 'two' },
    ]);
    expect(await patch(cookie, id, { headers: [{ name: 'X-Three', value: null }] })).toMatchObject({
      status: 400,
      json: { error: { message: 'Enter a value for X-Three.', param: 'headers' } },
    });
    expect((await patch(cookie, id, { headers: [] })).json).toMatchObject({ headerNames: [] });
    expect(await findConnection(user.id, id)).toMatchObject({ sealedHeaders: null, headerNames: '' });
  });

  it('belong to their server, as a key does', async () => {
    const { user, cookie } = await newVisitor();
    const { id } = await created(cookie);
    const elsewhere = { baseUrl: 'https://two.example/v1' };
    const kept = { headers: [{ name: 'X-Team', value: null }] };
    for (const body of [elsewhere, { ...elsewhere, ...kept }]) {
      expect(await patch(cookie, id, body)).toMatchObject({
        status: 422,
        json: { error: { code: 'key_needed', param: 'headers' } },
      });
    }
    expect((await patch(cookie, id, { baseUrl: 'https://one.example/v2' })).status).toBe(200);
    await getDb().connection.updateMany({ where: { id }, data: { baseUrl: 'https://evil.example' } });
    await expect(resolveConnection(user.id, id)).rejects.toMatchObject({
      code: 'key_needed',
      param: 'headers',
    });
    const again = { ...elsewhere, headers: [{ name: 'X-Team', value: 'other' }] };
    expect((await patch(cookie, id, again)).status).toBe(200);
    expect((await resolveConnection(user.id, id)).headers).toEqual(again.headers);
  });

  it.each([
    [[{ name: 'Host', value: 'x' }], 'headers.0.name', 'Host is set by the app. Remove this header.'],
    [[{ name: 'content-length', value: '1' }], 'headers.0.name', /set by the app/],
    [[{ name: 'Transfer-Encoding', value: 'x' }], 'headers.0.name', /set by the app/],
    [[{ name: 'Connection', value: 'close' }], 'headers.0.name', /set by the app/],
    [[{ name: 'X Y', value: 'x' }], 'headers.0.name', /can't contain spaces/],
    [[{ name: 'X:', value: 'x' }], 'headers.0.name', /can't contain spaces/],
    [[{ name: 'X\r\nY', value: 'x' }], 'headers.0.name', /can't contain spaces/],
    [[{ name: '', value: 'x' }], 'headers.0.name', 'Enter a header name.'],
    [[{ name: 'X', value: '' }], 'headers.0.value', /Enter a value/],
    [[{ name: 'X', value: 'a\r\nHost: evil' }], 'headers.0.value', /line breaks/],
    [[{ name: 'X', value: 'ä' }], 'headers.0.value', /non-ASCII/],
    [[...'ab'].map((value) => ({ name: 'X', value })), 'headers', 'X is listed twice.'],
    [[...'ab'].map((name) => ({ name, value: 'v'.repeat(3500) })), 'headers', /too long/],
    [
      Array.from({ length: 21 }, (_, at) => ({ name: `X${at}`, value: 'v' })),
      'headers',
      'A connection can have up to 20 headers.',
    ],
  ])('are refused with a sentence: %j', async (headers, param, message) => {
    const { cookie } = await newVisitor();
    const refusal = await create(cookie, { headers });
    expect(refusal.status).toBe(400);
    const { error } = refusal.json as { error: { param: string; message: string } };
    expect(error).toMatchObject({ param });
    expect(error.message).toMatch(message);
  });

  it('are not sent beside the key that they would replace', async () => {
    const { cookie } = await newVisitor();
    const headers = [{ name: 'Authorization', value: 'Basic abc' }];
    const refused = { status: 400, json: { error: { param: 'headers' } } };
    expect(await create(cookie, { headers, key: 'sk-1' })).toMatchObject(refused);
    const { id } = await created(cookie, { headers });
    expect(await patch(cookie, id, { key: 'sk-1' })).toMatchObject(refused);
    const azure = { name: 'Azure', kind: 'azure', headers: [{ name: 'API-Key', value: 'x' }] };
    expect(await create(cookie, { ...azure, key: 'sk-1' })).toMatchObject(refused);
    await created(cookie, { ...azure, headers, key: 'sk-1' });
  });

  it('are wrapped again with a new master key', async () => {
    const { user, cookie } = await newVisitor();
    const { id } = await created(cookie);
    const old = `test:${Buffer.alloc(32, 1).toString('base64')}`;
    const next = `next:${Buffer.alloc(32, 2).toString('base64')}`;
    api.setEnv({ ENCRYPTION_KEYS: `${next},${old}` });
    expect(await rewrapStoredKeys([])).toMatchObject({ failed: 0 });
    api.setEnv({ ENCRYPTION_KEYS: next });
    expect((await resolveConnection(user.id, id)).headers).toEqual(input.headers);
    api.setEnv({ ENCRYPTION_KEYS: `${old},${next}` });
    await rewrapStoredKeys([]);
  });

  it('count as stored', async () => {
    const { user, cookie } = await newVisitor();
    const { id } = await created(cookie, { headers: [] });
    const bytes = async () =>
      (await getDb().storedItem.findFirstOrThrow({ where: { id, userId: user.id } })).bytes;
    const before = await bytes();
    await patch(cookie, id, { headers: [{ name: 'X', value: 'v'.repeat(3000) }] });
    expect((await bytes()) - before).toBeGreaterThan(3000);
  });
});

describeApi('a connection to Azure OpenAI', () => {
  it('keeps its api-version, sends its key and headers as Azure wants them, and lists its deployment', async () => {
    const server = await startMisbehavingServer();
    const { cookie } = await newVisitor();
    const seen: RecordedRequest[] = [];
    server.alwaysModels((response, request) => {
      seen.push(request);
      return answers.models(['gpt-35-turbo', 'ada'])(response, request);
    });
    const azure = {
      name: 'Azure',
      kind: 'azure',
      baseUrl: `${server.url}/openai/deployments/my%20model/?api-version=2024-10-21`,
      key: 'azure-canary-1357',
      headers: input.headers,
    };
    const connection = await created(cookie, azure);
    expect(connection.baseUrl).toBe(`${server.url}/openai/deployments/my%20model?api-version=2024-10-21`);
    const params = { connectionId: connection.id };
    const tested = await callRoute(testOne.POST, { method: 'POST', cookie, params });
    expect(tested.json).toMatchObject({ ok: true, models: [{ id: 'my model' }] });
    const drafted = await callRoute(testDraft.POST, { method: 'POST', cookie, body: azure });
    expect(drafted.json).toMatchObject({ ok: true });
    const listed = await callRoute(models.GET, { cookie, params });
    expect(listed.json).toMatchObject({ models: [{ id: 'my model' }] });
    expect(seen).toHaveLength(3);
    for (const request of seen) {
      expect(request.path).toBe('/openai/models?api-version=2024-10-21');
      expect(request.headers).toMatchObject({ 'api-key': azure.key, 'x-team': value });
      expect(request.headers.authorization).toBeUndefined();
    }
    await server.close();
  });

  it.each(['?key=sk-1', '?api-version=2024&key=1', '?api-version=', '?api-version=a%20b'])(
    'takes no other query: %s',
    async (query) => {
      const { cookie } = await newVisitor();
      const refusal = await create(cookie, {
        kind: 'azure',
        baseUrl: `https://a.openai.azure.com/openai/v1${query}`,
      });
      expect(refusal).toMatchObject({
        status: 400,
        json: {
          error: { param: 'baseUrl', message: expect.stringContaining('Only api-version is allowed') },
        },
      });
    },
  );
});
