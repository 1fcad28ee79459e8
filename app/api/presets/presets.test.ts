import { expect, it } from 'vitest';
import * as one from '@/app/api/presets/[presetId]/route';
import type { Preset } from '@/lib/playground/model/presets';
import { callRoute, newVisitor } from '@/lib/testing/call-route';
import { describeApi } from '@/lib/testing/describe-api';
import * as list from './route';

const input = {
  name: 'Stories',
  model: 'tiny',
  settings: { temperature: { on: true, value: 0.4 }, stop: ['\n'] },
};

const create = (cookie: string, change: object = {}) =>
  callRoute(list.POST, { method: 'POST', cookie, body: { ...input, ...change } });
const put = (cookie: string, presetId: string, body: unknown) =>
  callRoute(one.PUT, { method: 'PUT', cookie, params: { presetId }, body });
const remove = (cookie: string | undefined, presetId: string) =>
  callRoute(one.DELETE, { method: 'DELETE', cookie, params: { presetId } });
const listAs = async (cookie?: string) =>
  ((await callRoute(list.GET, { cookie })).json as { presets: Preset[] }).presets;

describeApi('presets', () => {
  it('are saved, listed by name, replaced and deleted', async () => {
    const { cookie } = await newVisitor();
    expect(await listAs(cookie)).toEqual([]);
    const made = await create(cookie);
    expect(made.status).toBe(201);
    const { id } = made.json as Preset;
    await create(cookie, { name: 'Code', model: null, settings: {} });
    expect(await listAs(cookie)).toMatchObject([
      { name: 'Code', model: null },
      { id, ...input },
    ]);
    expect((await put(cookie, id, { ...input, name: 'Tales' })).json).toMatchObject({ id, name: 'Tales' });
    expect((await remove(cookie, id)).status).toBe(204);
    expect((await remove(cookie, id)).status).toBe(404);
    expect((await listAs(cookie)).map((preset) => preset.name)).toEqual(['Code']);
  });

  it('have names of their own', async () => {
    const { cookie } = await newVisitor();
    await create(cookie);
    const second = (await create(cookie, { name: 'Second' })).json as Preset;
    expect((await create(cookie)).json).toMatchObject({ error: { code: 'conflict', param: 'name' } });
    expect((await put(cookie, second.id, input)).status).toBe(409);
    expect((await create((await newVisitor()).cookie)).status).toBe(201);
  });

  it.each([
    [{ name: ' ' }, 'name'],
    [{ settings: 'none' }, 'settings'],
    [{ settings: { text: 'x'.repeat(100_001) } }, 'settings'],
    [{ model: 5 }, 'model'],
    [{ owner: 'me' }, 'owner'],
  ])('are refused with %j', async (change, param) => {
    const { cookie } = await newVisitor();
    const answer = await create(cookie, change);
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ error: { code: 'invalid_request', param } });
  });

  it('of another person do not exist', async () => {
    const owner = await newVisitor();
    const { id } = (await create(owner.cookie)).json as Preset;
    const { cookie } = await newVisitor();
    expect((await put(cookie, id, { ...input, name: 'Taken' })).status).toBe(404);
    expect((await remove(cookie, id)).status).toBe(404);
    expect((await remove(undefined, id)).status).toBe(401);
    expect(await listAs(cookie)).toEqual([]);
    expect(await listAs()).toEqual([]);
    expect(await listAs(owner.cookie)).toMatchObject([{ id, name: 'Stories' }]);
  });
});
