import { afterAll, beforeAll, expect, it } from 'vitest';
import { findConnection, insertConnection } from '@/lib/connections/db/connections';
import { getDb } from '@/lib/platform/db/client';
import { startRun } from '@/lib/runs/server/start-run';
import { newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { type MisbehavingServer, startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { runBody } from '@/lib/testing/runs';
import { createConnection } from './manage-connections';
import { resolveConnection } from './resolve-connection';
import { testTarget } from './upstream/test-target';

const key = 'sk-canary-5b1f0c9e7d3a2468';

describeRuns('a key in a row that somebody has changed', ({ upstream }) => {
  let other: MisbehavingServer;
  beforeAll(async () => {
    other = await startMisbehavingServer();
  });
  afterAll(() => other.close());

  async function connection() {
    const { user } = await newVisitor();
    const { id } = await createConnection(user.id, {
      name: 'Mine',
      kind: 'custom',
      baseUrl: `${upstream().url}/v1`,
      key,
    });
    return { userId: user.id, id };
  }
  const change = (id: string, data: { baseUrl?: string; origin?: string }) =>
    getDb().connection.updateMany({ where: { id }, data });

  it.each([
    ['the address', () => ({ baseUrl: `${other.url}/v1` })],
    ['the address and the origin beside it', () => ({ baseUrl: other.url, origin: other.url })],
    ['the scheme', () => ({ baseUrl: upstream().url.replace('http:', 'https:') })],
    ['the host', () => ({ baseUrl: upstream().url.replace('127.0.0.1', 'localhost') })],
    [
      'the address into one that hides a host',
      () => ({ baseUrl: `${upstream().url}@127.0.0.1:${other.port}/v1` }),
    ],
    ['the address into none', () => ({ baseUrl: 'nowhere' })],
  ])('goes nowhere when they changed %s', async (_what, data) => {
    const { userId, id } = await connection();
    await change(id, data());
    await expect(resolveConnection(userId, id)).rejects.toMatchObject({ code: 'key_needed', param: 'key' });
    const run = startRun({ ...runBody({}, { connectionId: id }), userId });
    await expect(run).rejects.toMatchObject({ code: 'key_needed' });
    expect([...other.requests, ...upstream().requests]).toEqual([]);
  });

  it('goes to its own server whatever the origin says that stands beside the address', async () => {
    const { userId, id } = await connection();
    await change(id, { origin: other.url });
    const target = await resolveConnection(userId, id);
    expect(await testTarget(target)).toMatchObject({ ok: true });
    expect(target).toMatchObject({ key, baseUrl: `${upstream().url}/v1` });
  });

  it('does not open in another row either', async () => {
    const { userId, id } = await connection();
    const record = await findConnection(userId, id);
    if (record === null) throw new Error('no connection');
    const otherTenant = await newVisitor();
    const { userId: _userId, createdAt: _createdAt, updatedAt: _updatedAt, ...row } = record;
    await insertConnection(otherTenant.user.id, { ...row, id: 'stolen', baseUrl: other.url });
    await expect(resolveConnection(otherTenant.user.id, 'stolen')).rejects.toMatchObject({
      code: 'key_needed',
    });
  });
});
