import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import * as models from '@/app/api/connections/[connectionId]/models/route';
import * as one from '@/app/api/connections/[connectionId]/route';
import * as testOne from '@/app/api/connections/[connectionId]/test/route';
import * as testDraft from '@/app/api/connections/test/route';
import type { Connection } from '@/lib/connections/model/connections';
import { resolveConnection } from '@/lib/connections/server/resolve-connection';
import { rewrapStoredKeys } from '@/lib/connections/server/rewrap-stored-keys';
import { callRoute, captureLogs, newVisitor } from '@/lib/testing/call-route';
import { describeApi } from '@/lib/testing/describe-api';
import * as list from './route';

const key = 'sk-canary-5b1f0c9e7d3a2468';
const input = { name: 'Mine', kind: 'custom', baseUrl: 'https://one.example/v1', key };

const listAs = async (cookie?: string) =>
  ((await callRoute(list.GET, { cookie })).json as { connections: Connection[] }).connections;
const create = (cookie: string, change: object = {}) =>
  callRoute(list.POST, { method: 'POST', cookie, body: { ...input, ...change } });
const patch = (cookie: string, connectionId: string, body: object) =>
  callRoute(one.PATCH, { method: 'PATCH', cookie, params: { connectionId }, body });
const created = async (cookie: string, change: object = {}): Promise<Connection> => {
  const answer = await create(cookie, change);
  expect(answer.status).toBe(201);
  return answer.json as Connection;
};

describeApi('the list of connections', (api) => {
  it('has the practice model for everybody, as the default', async () => {
    expect(await listAs()).toMatchObject([{ id: 'practice', builtIn: true, isDefault: true, hasKey: false }]);
  });

  it('has the server’s own connection when there is one, without its key', async () => {
    api.setEnv({ R9S_API_KEY: key, R9S_MODEL: 'r9s-large' });
    const answer = await callRoute(list.GET);
    expect(answer.json).toMatchObject({
      connections: [
        { id: 'practice', isDefault: false },
        { id: 'server', name: 'r9s (this server)', isDefault: true, hasKey: true, defaultModel: 'r9s-large' },
      ],
    });
    expect(answer.text).not.toContain(key.slice(-4));
    expect(await resolveConnection(null, 'server')).toMatchObject({
      key,
      baseUrl: 'https://api.r9s.ai',
      isServers: true,
    });
  });

  it('has at most one default of the person’s own', async () => {
    const { cookie } = await newVisitor();
    const first = await created(cookie, { isDefault: true });
    const second = await created(cookie, { name: 'Second', isDefault: true });
    const defaults = async () => (await listAs(cookie)).filter((one) => one.isDefault).map((one) => one.id);
    expect(await defaults()).toEqual([second.id]);
    await patch(cookie, first.id, { isDefault: true });
    expect(await defaults()).toEqual([first.id]);
    await patch(cookie, first.id, { isDefault: false });
    expect(await defaults()).toEqual(['practice']);
  });
});

describeApi('a connection', (api) => {
  it('is made, and shows of its key the last four characters', async () => {
    const { cookie } = await newVisitor();
    const answer = await create(cookie, { baseUrl: ' https://ONE.example:443/v1/ ' });
    expect(answer.json).toMatchObject({
      name: 'Mine',
      baseUrl: 'https://one.example/v1',
      keyLast4: '2468',
      hasKey: true,
      isDefault: false,
      builtIn: false,
    });
    expect(answer.text).not.toContain('canary');
    expect(answer.text).not.toContain('sealed');
    expect(await created(cookie, { name: 'Short', key: 'abcdef' })).toMatchObject({
      keyLast4: null,
      hasKey: true,
    });
    expect(await created(cookie, { name: 'None', key: '' })).toMatchObject({ keyLast4: null, hasKey: false });
  });

  it.each([
    [{ name: '' }, 'name', 400],
    [{ name: 'x'.repeat(81) }, 'name', 400],
    [{ kind: 'unheard-of' }, 'kind', 400],
    [{ baseUrl: 'one.example' }, 'baseUrl', 400],
    [{ baseUrl: 'ftp://one.example' }, 'baseUrl', 400],
    [{ baseUrl: 'https://user:pass@one.example' }, 'baseUrl', 400],
    [{ baseUrl: 'https://one.example/v1?key=1' }, 'baseUrl', 400],
    [{ baseUrl: 'http://169.254.169.254/latest' }, 'baseUrl', 422],
    [{ key: 'line\nbreak' }, 'key', 400],
    [{ key: 'sk-ключ' }, 'key', 400],
    [{ apiKey: 'x' }, 'apiKey', 400],
  ])('is refused with %j', async (change, param, status) => {
    const { cookie } = await newVisitor();
    const answer = await create(cookie, change);
    expect(answer.json).toMatchObject({ error: { param } });
    expect(answer.status).toBe(status);
  });

  it.each([
    'http://one.example',
    'https://127.0.0.1:8080',
    'https://localhost',
    'https://10.0.0.1',
    'https://[::1]/v1',
  ])('may not lead to %s from a server that is not for this machine alone', async (baseUrl) => {
    api.setEnv({ HOST: '0.0.0.0' });
    const { cookie } = await newVisitor();
    const answer = await create(cookie, { baseUrl });
    expect(answer.json).toMatchObject({ error: { code: 'address_refused', param: 'baseUrl' } });
  });

  it('has a name of its own', async () => {
    const { cookie } = await newVisitor();
    await created(cookie);
    const second = await created(cookie, { name: 'Second' });
    expect((await create(cookie)).json).toMatchObject({ error: { code: 'conflict', param: 'name' } });
    expect((await patch(cookie, second.id, { name: 'Mine' })).status).toBe(409);
    const other = await newVisitor();
    expect((await create(other.cookie)).status).toBe(201);
  });

  it('is one of fifty at most', async () => {
    const { cookie } = await newVisitor();
    for (let count = 0; count < 50; count += 1)
      await created(cookie, { name: `No. ${count}`, key: undefined });
    expect((await create(cookie)).json).toMatchObject({ error: { code: 'conflict' } });
  });

  it('is gone when deleted', async () => {
    const { user, cookie } = await newVisitor();
    const { id } = await created(cookie);
    const remove = () => callRoute(one.DELETE, { method: 'DELETE', cookie, params: { connectionId: id } });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    await expect(resolveConnection(user.id, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('that is built in can be neither changed nor deleted', async () => {
    const { cookie } = await newVisitor();
    for (const connectionId of ['practice', 'server']) {
      expect((await patch(cookie, connectionId, { name: 'x' })).status).toBe(404);
    }
  });
});

describeApi('a key', (api) => {
  it('opens for its owner and its origin', async () => {
    const { user, cookie } = await newVisitor();
    const { id } = await created(cookie);
    expect(await resolveConnection(user.id, id)).toMatchObject({ key, baseUrl: 'https://one.example/v1' });
  });

  it('is requested again when the address leads to another server, and only then', async () => {
    const { user, cookie } = await newVisitor();
    const { id } = await created(cookie);
    expect((await patch(cookie, id, { baseUrl: 'https://one.example/other', key: '' })).status).toBe(200);
    expect((await resolveConnection(user.id, id)).key).toBe(key);
    for (const baseUrl of [
      'https://two.example/v1',
      'http://one.example/v1',
      'https://one.example:8443/v1',
    ]) {
      const answer = await patch(cookie, id, { baseUrl });
      expect(answer.status).toBe(422);
      expect(answer.json).toMatchObject({ error: { code: 'key_needed', param: 'key' } });
    }
    expect((await resolveConnection(user.id, id)).baseUrl).toBe('https://one.example/other');
    expect(
      (await patch(cookie, id, { baseUrl: 'https://two.example', key: 'another-long-key' })).status,
    ).toBe(200);
    expect(await resolveConnection(user.id, id)).toMatchObject({
      key: 'another-long-key',
      baseUrl: 'https://two.example',
    });
  });

  it('can be taken away, and then the address may change freely', async () => {
    const { user, cookie } = await newVisitor();
    const { id } = await created(cookie);
    expect((await patch(cookie, id, { key: null, baseUrl: 'https://two.example' })).json).toMatchObject({
      hasKey: false,
      keyLast4: null,
    });
    expect((await patch(cookie, id, { baseUrl: 'https://three.example' })).status).toBe(200);
    expect((await resolveConnection(user.id, id)).key).toBeNull();
  });

  it('does not open with another master key, and says what to do', async () => {
    const { user, cookie } = await newVisitor();
    const { id } = await created(cookie);
    api.setEnv({ ENCRYPTION_KEYS: `new:${Buffer.alloc(32, 9).toString('base64')}` });
    await expect(resolveConnection(user.id, id)).rejects.toMatchObject({ code: 'key_needed', param: 'key' });
  });

  it('is wrapped again with a new master key, and the old one can go', async () => {
    const { user, cookie } = await newVisitor();
    const { id } = await created(cookie);
    const old = `test:${Buffer.alloc(32, 1).toString('base64')}`;
    const next = `next:${Buffer.alloc(32, 2).toString('base64')}`;
    api.setEnv({ ENCRYPTION_KEYS: `${next},${old}` });
    expect((await resolveConnection(user.id, id)).key).toBe(key);
    const first = await rewrapStoredKeys([]);
    expect(first).toMatchObject({ failed: 0 });
    expect(first.rewrapped).toBeGreaterThan(0);
    expect(await rewrapStoredKeys([])).toEqual({
      rewrapped: 0,
      current: first.rewrapped + first.current,
      failed: 0,
    });
    api.setEnv({ ENCRYPTION_KEYS: next });
    expect((await resolveConnection(user.id, id)).key).toBe(key);
    // The next test reads its keys with the usual master key.
    api.setEnv({ ENCRYPTION_KEYS: `${old},${next}` });
    await rewrapStoredKeys([]);
  });

  it('is never written to a log, an answer or, as it is, the database', async () => {
    const logs = captureLogs();
    try {
      const { cookie } = await newVisitor();
      const first = await create(cookie);
      const { id } = first.json as Connection;
      const answers = [first, await create(cookie)];
      answers.push(
        await patch(cookie, id, { key: `${key}\n` }),
        await patch(cookie, id, { baseUrl: 'https://x.example', key }),
      );
      answers.push(await callRoute(list.GET, { cookie }));
      answers.push(await callRoute(list.POST, { method: 'POST', cookie, body: `{"key":"${key}",` }));
      for (const answer of answers) expect(answer.text).not.toContain('canary');
      expect(logs.text()).not.toContain('canary');
      if (api.kind === 'sqlite') {
        const file = fileURLToPath(api.url);
        const bytes = Buffer.concat([await readFile(file), await readFile(`${file}-wal`)]);
        expect(bytes.includes('one.example')).toBe(true);
        expect(bytes.includes('canary')).toBe(false);
      }
    } finally {
      logs.stop();
    }
  });
});

describeApi('another person', () => {
  it('finds nothing behind an id, with whatever they try', async () => {
    const owner = await newVisitor();
    const { id } = await created(owner.cookie);
    const { cookie, user } = await newVisitor();
    const params = { connectionId: id };
    const answers = [
      await patch(cookie, id, { name: 'Taken' }),
      await patch(cookie, id, { baseUrl: 'https://evil.example', key: 'x' }),
      await callRoute(one.DELETE, { method: 'DELETE', cookie, params }),
      await callRoute(testOne.POST, { method: 'POST', cookie, params }),
      await callRoute(models.GET, { cookie, params }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(answer.json).toMatchObject({ error: { code: 'not_found' } });
      expect(answer.text).not.toContain('one.example');
    }
    await expect(resolveConnection(user.id, id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listAs(cookie)).map((connection) => connection.id)).toEqual(['practice']);
    expect(await listAs(owner.cookie)).toMatchObject([{ id: 'practice' }, { id, name: 'Mine' }]);
  });

  it('without a session is asked to sign in', async () => {
    const owner = await newVisitor();
    const params = { connectionId: (await created(owner.cookie)).id };
    const answers = [
      await callRoute(list.POST, { method: 'POST', body: input }),
      await callRoute(one.PATCH, { method: 'PATCH', params, body: { name: 'x' } }),
      await callRoute(one.DELETE, { method: 'DELETE', params }),
      await callRoute(testOne.POST, { method: 'POST', params }),
      await callRoute(testDraft.POST, { method: 'POST', body: input }),
      await callRoute(models.GET, { params }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 401, 401, 401]);
  });
});

describeApi('testing a connection', () => {
  let stop: (() => void) | undefined;
  afterEach(() => stop?.());

  /** A server that lists two models and records the requests it gets. */
  async function modelServer(): Promise<{ baseUrl: string; requested: IncomingMessage[] }> {
    const requested: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      requested.push(request);
      const isAllowed = request.headers.authorization === `Bearer ${key}`;
      response.writeHead(isAllowed ? 200 : 401, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(
          isAllowed
            ? {
                object: 'list',
                data: [
                  { id: 'tiny', object: 'model' },
                  { id: 'large', object: 'model' },
                ],
              }
            : {
                error: {
                  message: `Incorrect API key provided: ${request.headers.authorization}`,
                  code: 'invalid_api_key',
                },
              },
        ),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stop = () => server.close();
    return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, requested };
  }

  it('lists the models with the stored key', async () => {
    const { baseUrl, requested } = await modelServer();
    const { cookie } = await newVisitor();
    const { id } = await created(cookie, { baseUrl });
    const answer = await callRoute(testOne.POST, { method: 'POST', cookie, params: { connectionId: id } });
    expect(answer.json).toMatchObject({ ok: true, status: 200, models: [{ id: 'tiny' }, { id: 'large' }] });
    const listed = () => callRoute(models.GET, { cookie, params: { connectionId: id } });
    expect((await listed()).json).toMatchObject({ models: [{ id: 'tiny' }, { id: 'large' }] });
    const before = requested.length;
    await listed();
    expect(requested).toHaveLength(before);
    await callRoute(models.GET, { cookie, path: '/?fresh=1', params: { connectionId: id } });
    expect(requested).toHaveLength(before + 1);
  });

  it('says what failed for one that is not saved, without repeating the key', async () => {
    const { baseUrl } = await modelServer();
    const { cookie } = await newVisitor();
    const body = { ...input, baseUrl, key: 'sk-canary-wrong-0123456789' };
    const answer = await callRoute(testDraft.POST, { method: 'POST', cookie, body });
    expect(answer.json).toMatchObject({ ok: false, status: 401, models: [] });
    expect(answer.text).not.toContain('wrong-0123456789');
    expect(await listAs(cookie)).toHaveLength(1);
  });

  it('lists the practice model for a visitor', async () => {
    const answer = await callRoute(models.GET, { params: { connectionId: 'practice' } });
    expect(answer.json).toMatchObject({ models: [{ id: 'practice-1' }] });
  });
});
