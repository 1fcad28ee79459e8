import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import * as accountRoute from '@/app/api/account/route';
import { storedBytes } from '@/lib/accounts/db/storage/storage-use';
import { storageOf } from '@/lib/accounts/server/storage/quota';
import { sweep } from '@/lib/boot';
import { documentJson } from '@/lib/documents/db/document-json';
import { MAX_DOCUMENT_CHARACTERS, MAX_STEP_BYTES } from '@/lib/documents/model/document-node';
import { EMPTY_TREE, textAt, withNodes } from '@/lib/documents/model/document-tree';
import {
  type DocumentDetail,
  type DocumentPage,
  documentDetailSchema,
  documentPageSchema,
  type Saved,
  savedSchema,
} from '@/lib/documents/model/documents';
import { aLine, aStep, generated, removed, written } from '@/lib/documents/model/testing/steps';
import { holdLarge } from '@/lib/platform/server/http/large-body';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import { callRoute, newVisitor, type RouteAnswer } from '@/lib/testing/call-route';
import { describeApi } from '@/lib/testing/describe-api';
import * as restore from './[documentId]/restore/route';
import * as one from './[documentId]/route';
import * as steps from './[documentId]/steps/route';
import * as all from './route';

describeApi('documents over the API', ({ setEnv }) => {
  async function visitor() {
    const { user, cookie } = await newVisitor();
    const post = (documentId: string, body: unknown) =>
      callRoute(steps.POST, { method: 'POST', cookie, body, params: { documentId } });
    const call = (handler: typeof one.GET, method: string, documentId: string, body?: unknown) =>
      callRoute(handler, { method, cookie, body, params: { documentId } });
    return {
      user,
      cookie,
      post,
      call,
      save: async (documentId: string, body: unknown): Promise<Saved> => {
        const answer = await post(documentId, body);
        expect(answer.status, answer.text).toBe(200);
        return savedSchema.parse(answer.json);
      },
      read: async (documentId: string): Promise<DocumentDetail> => {
        const answer = await call(one.GET, 'GET', documentId);
        expect(answer.status, answer.text).toBe(200);
        const detail = documentDetailSchema.parse(answer.json);
        // Its copy of the text is what the steps say.
        const tree = withNodes(EMPTY_TREE, detail.nodes);
        expect({ text: detail.text, spans: detail.spans }).toEqual(textAt(tree, detail.head));
        return detail;
      },
      list: async (query = ''): Promise<DocumentPage> =>
        documentPageSchema.parse((await callRoute(all.GET, { cookie, path: `/${query}` })).json),
    };
  }
  const refusal = ({ status, json }: RouteAnswer) => ({ status, ...(json as { error: object }).error });

  it('limits the work of saves, and not what everybody types', async () => {
    const { user, post, save } = await visitor();
    const id = randomUUID();
    const first = aStep(null, [written(0, 'x'.repeat(1_500_000))]);
    await save(id, { nodes: [first], head: first.id, since: 0 });
    await limit('documentWorkByUser').take(user.id, 997);
    const back = await post(id, { nodes: [], head: null, since: 1 });
    expect(back.status).toBe(429);
    expect(Number(back.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = await visitor();
    await limit('documentWorkByUser').take(other.user.id, 1_000);
    await other.save(randomUUID(), { nodes: [aStep(null, [written(0, 'Once')])], head: null, since: 0 });
  });

  it('is made by its first step, grows, and is read as it was written', async () => {
    const { save, read, list } = await visitor();
    const id = randomUUID();
    const [first, second] = aLine(null, 0, ['Once upon ', 'a \ud800 time\0']);
    expect(await save(id, { nodes: [first], head: first?.id, since: 0 })).toMatchObject({
      revision: 1,
      nodes: [],
    });
    const open = aStep(second?.id ?? null, [written(0, 'Tale: '), { at: 25, removed: [], inserted: [] }], {
      kind: 'generated',
      open: true,
      runId: 'run',
    });
    await save(id, { nodes: [second, open], head: open.id, since: 1 });
    expect((await read(id)).text).toBe('Tale: Once upon a \ud800 time\0');
    const closed = generated(open, ' there was');
    await save(id, { nodes: [closed], head: open.id, since: 2 });
    const detail = await read(id);
    expect(detail.text).toBe('Tale: Once upon a \ud800 time\0 there was');
    expect(detail.spans.at(-1)).toEqual({ length: 10, source: { runId: 'run', choice: 0, at: 0 } });
    expect(detail.nodes).toEqual([first, second, closed]);
    expect((await list()).documents).toMatchObject([
      { id, title: null, words: 8, characters: detail.text.length, branches: 1 },
    ]);
  });

  it('takes the same steps again as the same, also both of two requests at once', async () => {
    const { user, save, read } = await visitor();
    const id = randomUUID();
    const line = aLine(null, 0, ['a', 'b', 'c']);
    const body = { nodes: line, head: line[2]?.id, since: 0 };
    await Promise.all([save(id, body), save(id, body), save(id, body)]);
    const before = await storedBytes(id);
    await save(id, { ...body, since: 1 });
    expect(await storedBytes(id)).toBe(before);
    expect((await storageOf(user.id)).usedBytes).toBeGreaterThan(0);
    const detail = await read(id);
    expect(detail).toMatchObject({ text: 'abc', revision: 1 });
    expect(detail.nodes).toEqual(line);
  });

  it('keeps what two tabs write as branches, and tells each of the other', async () => {
    const { save, read, list } = await visitor();
    const id = randomUUID();
    const [root] = aLine(null, 0, ['Root.']);
    await save(id, { nodes: [root], head: root?.id, since: 0 });
    const one = aLine(root?.id ?? null, 5, [' One', ' and more']);
    const two = aLine(root?.id ?? null, 5, [' Two', ' and other']);
    const [ofOne, ofTwo] = await Promise.all([
      save(id, { nodes: one, head: one[1]?.id, since: 1 }),
      save(id, { nodes: two, head: two[1]?.id, since: 1 }),
    ]);
    const told = [...ofOne.nodes, ...ofTwo.nodes].map((node) => node.id);
    expect([one, two].map((line) => line.map((node) => node.id))).toContainEqual(told);
    const later = await save(id, { nodes: [], head: one[0]?.id, since: 1 });
    expect(later.nodes).toHaveLength(4);
    expect((await read(id)).text).toBe('Root. One');
    expect((await list()).documents).toMatchObject([{ branches: 2 }]);
  });

  it('sets aside a generation that two tabs have ended with different texts', async () => {
    const { save, read } = await visitor();
    const id = randomUUID();
    const open = aStep(null, [written(0, '')], { kind: 'generated', open: true, runId: 'run' });
    const empty = { ...open, changes: [{ at: 0, removed: [], inserted: [] }] };
    await save(id, { nodes: [empty], head: open.id, since: 0 });
    await save(id, { nodes: [generated(open, 'all of it')], head: open.id, since: 1 });
    const cut = generated(open, 'all');
    const after = aStep(open.id, [written(3, '!')]);
    const saved = await save(id, { nodes: [cut, after], head: after.id, since: 1 });
    expect(saved.conflicts).toEqual([open.id, after.id]);
    expect(saved.nodes).toMatchObject([{ id: open.id, open: false }]);
    expect((await read(id)).text).toBe('all of it');
    // A page that still thinks it is open says nothing new.
    expect(await save(id, { nodes: [empty], head: open.id, since: 2 })).toMatchObject({
      conflicts: [],
      revision: 2,
    });
  });

  it('renames, stars and prunes steps, and nothing else of them', async () => {
    const { save, read } = await visitor();
    const id = randomUUID();
    const [root] = aLine(null, 0, ['Root.']);
    if (!root) throw new Error();
    await save(id, { nodes: [root], head: root.id, since: 0 });
    await save(id, {
      nodes: [{ ...root, name: 'A name', starred: true, pruned: true }],
      head: root.id,
      since: 1,
    });
    expect((await read(id)).nodes).toMatchObject([{ name: 'A name', starred: true, pruned: true }]);
    const other = { ...root, changes: [written(0, 'Other.')] };
    expect((await save(id, { nodes: [other], head: root.id, since: 2 })).conflicts).toEqual([root.id]);
    expect((await read(id)).text).toBe('Root.');
  });

  it('refuses steps that do not fit, and stores nothing of the save', async () => {
    const { save, post, read } = await visitor();
    const id = randomUUID();
    const [root] = aLine(null, 0, ['Root.']);
    if (!root) throw new Error();
    await save(id, { nodes: [root], head: root.id, since: 0 });
    const good = aStep(root.id, [written(5, ' Good.')]);
    const open = aStep(root.id, [written(5, '')], { open: true });
    const openChanges = { ...open, changes: [{ at: 5, removed: [], inserted: [] }] };
    const bad = [
      [aStep(root.id, [removed(0, 'root')])],
      [aStep(root.id, [written(6, 'x')])],
      [aStep(randomUUID(), [written(0, 'x')])],
      [good, aStep(good.id, [removed(6, 'Good!')])],
      [aStep(null, [removed(0, 'Root.')])],
      [openChanges, aStep(open.id, [written(5, 'x')])],
      [aStep(good.id, []), good],
      [aStep(root.id, [written(0, 'x'.repeat(MAX_DOCUMENT_CHARACTERS))])],
    ];
    for (const nodes of bad) {
      const answer = await post(id, { nodes, head: root.id, since: 1 });
      expect(refusal(answer), answer.text).toMatchObject({
        status: 400,
        code: 'invalid_request',
        param: 'nodes',
      });
    }
    const noHead = await post(id, { nodes: [good], head: randomUUID(), since: 1 });
    expect(refusal(noHead)).toMatchObject({ status: 400, param: 'head' });
    const itself = randomUUID();
    const circle = aStep(itself, [], { id: itself });
    expect((await post(id, { nodes: [circle], head: root.id, since: 1 })).status).toBe(400);
    expect(await read(id)).toMatchObject({ text: 'Root.', nodes: [root], revision: 1 });
  });

  it('refuses a step that comes twice in one save, and numbers and times that no database has', async () => {
    const { save, post } = await visitor();
    const id = randomUUID();
    const [root] = aLine(null, 0, ['Root.']);
    if (!root) throw new Error();
    await save(id, { nodes: [root], head: root.id, since: 0 });
    for (const nodes of [
      [root, root],
      [root, { ...root, changes: [written(0, 'Other.')] }],
      [aStep(root.id, [written(5, 'x')], { cursor: 2 ** 31 })],
      [aStep(root.id, [written(5, 'x')], { createdAt: '0000-01-01T00:00:00Z' })],
    ]) {
      const answer = await post(id, { nodes, head: root.id, since: 1 });
      expect(refusal(answer), answer.text).toMatchObject({ status: 400, code: 'invalid_request' });
    }
  });

  it('says nothing about the steps of somebody else’s document, nor of a deleted one', async () => {
    const owner = await visitor();
    const other = await visitor();
    const id = randomUUID();
    const [root] = aLine(null, 0, ['Secret.']);
    await owner.save(id, { nodes: [root], head: root?.id, since: 0 });
    await owner.call(one.DELETE, 'DELETE', id);
    const guesses = ['Secret.', 'Wrong.'].map((text) => aStep(root?.id ?? null, [removed(0, text)]));
    for (const { post } of [owner, other]) {
      for (const guess of [...guesses, aStep(randomUUID(), [])]) {
        expect((await post(id, { nodes: [guess], head: null, since: 0 })).status).toBe(404);
      }
    }
  });

  it('checks a save whose steps are far apart in one walk', async () => {
    const { save, read } = await visitor();
    const id = randomUUID();
    const line = aLine(
      null,
      0,
      Array.from({ length: 60 }, (_, at) => `${at % 10}`),
    );
    await save(id, { nodes: line, head: line[59]?.id, since: 0 });
    // Siblings everywhere, in an order that would jump back and forth.
    const order = Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? at : 59 - at));
    const siblings = order.map((at) =>
      aStep(line[at]?.id ?? null, [written(at + 1, '!'), removed(at, `${at % 10}`)]),
    );
    const head = siblings[1]?.id;
    await save(id, { nodes: siblings, head, since: 1 });
    const detail = await read(id);
    expect(detail.text).toMatch(/67!$/);
    await save(id, { nodes: [], head: null, since: 2 });
    expect((await read(id)).text).toBe('');
  });

  it('is sent in parts, a few large ones at a time, and refuses more than it can hold', async () => {
    const { user, save, post, read, call } = await visitor();
    const id = randomUUID();
    const texts = ['a', 'b', 'c'].map((letter) => letter.repeat(900_000));
    const line = aLine(null, 0, texts);
    await save(id, { nodes: line, head: line[2]?.id, since: 0 });
    expect((await read(id)).text).toBe(texts.join(''));
    const parts: number[] = [];
    for await (const part of documentJson(user.id, id, { revision: 1, nodeCount: 3 }))
      parts.push(part.length);
    expect(parts).toHaveLength(5);
    // A save that comes in between is told at the end.
    const old = documentJson(user.id, id, { revision: 1, nodeCount: 3 });
    let json = (await old.next()).value ?? '';
    await save(id, { nodes: [{ ...line[0], starred: true }], head: line[0]?.id, since: 1 });
    for await (const part of old) json += part;
    const told = documentDetailSchema.parse(JSON.parse(json));
    expect(told).toMatchObject({ revision: 2, text: texts[0] });
    expect(told.nodes.filter((node) => node.id === line[0]?.id).at(-1)?.starred).toBe(true);

    const open = Array.from({ length: 4 }, () => holdLarge(user.id));
    expect((await call(one.GET, 'GET', id)).status).toBe(429);
    for (const release of open) release();
    await read(id);

    let bytes = 2_700_000;
    let parent = line[2]?.id ?? null;
    let [current, next] = ['a', 'd'].map((letter) => letter.repeat(900_000)) as [string, string];
    const swap = () => {
      const changes = [{ ...removed(0, current), inserted: [{ text: next, source: null }] }];
      return aStep(parent, changes);
    };
    for (; bytes + 1_800_000 < MAX_STEP_BYTES - 10_000; bytes += 1_800_000) {
      const node = swap();
      await save(id, { nodes: [node], head: line[0]?.id, since: 2 });
      [parent, current, next] = [node.id, next, current];
    }
    const answer = await post(id, { nodes: [swap()], head: line[0]?.id, since: 2 });
    expect(refusal(answer)).toMatchObject({
      status: 400,
      message: expect.stringContaining('limit of 32 MB'),
    });
    // Names and places can still be given.
    const pages: Saved[] = [];
    for (let since = 2, more: boolean | undefined = true; more; ) {
      const saved = await save(id, { nodes: [], head: null, since });
      pages.push(saved);
      ({ more, revision: since } = saved);
    }
    expect(pages.length).toBeGreaterThan(3);
    expect(pages.flatMap(({ nodes }) => nodes).at(-1)?.id).toBe(parent);
    expect(Math.max(...pages.map(({ nodes }) => JSON.stringify(nodes).length))).toBeLessThan(5_000_000);
  });

  it('is stored within the quota with all that is stored of its text, also when only the head moves', async () => {
    const { save, post } = await visitor();
    const id = randomUUID();
    const [root] = aLine(null, 0, ['\ufdfa'.repeat(50_000)]);
    await save(id, { nodes: [root], head: null, since: 0 });
    const move = { nodes: [], head: root?.id, since: 1 };
    setEnv({ GUEST_QUOTA_MB: '1' });
    expect(refusal(await post(id, move))).toMatchObject({ code: 'storage_full' });
    setEnv({});
    await save(id, move);
  });

  it('is deleted, brought back, and swept', async () => {
    const { user, cookie, save, call, list } = await visitor();
    const id = randomUUID();
    const [root] = aLine(null, 0, ['Root.']);
    await save(id, { nodes: [root], head: root?.id, since: 0 });
    expect((await call(one.PATCH, 'PATCH', id, { title: ' A title ' })).status).toBe(204);
    expect((await list()).documents).toMatchObject([{ title: 'A title', excerpt: 'Root.' }]);
    expect((await call(one.DELETE, 'DELETE', id)).status).toBe(204);
    expect((await list()).documents).toEqual([]);
    for (const answer of [
      await call(one.GET, 'GET', id),
      await call(one.DELETE, 'DELETE', id),
      await call(one.PATCH, 'PATCH', id, { title: 'x' }),
      await callRoute(steps.POST, {
        method: 'POST',
        cookie,
        params: { documentId: id },
        body: { nodes: [], head: null, since: 1 },
      }),
      await callRoute(steps.POST, {
        method: 'POST',
        cookie,
        params: { documentId: id },
        body: { nodes: [root], head: root?.id, since: 0 },
      }),
    ])
      expect(answer.status).toBe(404);
    expect((await call(restore.POST, 'POST', id)).status).toBe(204);
    expect((await list()).documents).toHaveLength(1);
    expect((await storageOf(user.id)).usedBytes).toBeGreaterThan(0);
    await call(one.DELETE, 'DELETE', id);
    await sweep(Date.now() + 10 * 60_000);
    expect((await call(restore.POST, 'POST', id)).status).toBe(404);
    expect((await storageOf(user.id)).usedBytes).toBe(0);
  });

  it('goes with its account', async () => {
    const { cookie, save } = await visitor();
    const id = randomUUID();
    const [root] = aLine(null, 0, ['Root.']);
    await save(id, { nodes: [root], head: root?.id, since: 0 });
    const answer = await callRoute(accountRoute.DELETE, {
      method: 'DELETE',
      cookie,
      body: { confirm: 'delete' },
    });
    expect(answer.status, answer.text).toBe(204);
    expect(await storedBytes(id)).toBe(0);
  });

  it('cannot be another person’s, nor anything else’s', async () => {
    const owner = await visitor();
    const other = await visitor();
    const id = randomUUID();
    const [root] = aLine(null, 0, ['Root.']);
    await owner.save(id, { nodes: [root], head: root?.id, since: 0 });
    const before = await storedBytes(id);
    for (const since of [0, 1]) {
      expect((await other.post(id, { nodes: [root], head: root?.id, since })).status).toBe(404);
    }
    expect((await other.call(one.GET, 'GET', id)).status).toBe(404);
    expect((await other.list()).documents).toEqual([]);
    expect(await storedBytes(id)).toBe(before);
    expect((await storageOf(other.user.id)).usedBytes).toBe(0);
  });

  it('is listed in pages, and found by title and text, in any case and without marks', async () => {
    const { save, call, list } = await visitor();
    const ids: string[] = [];
    for (let at = 0; at < 7; at += 1) {
      const id = randomUUID();
      const [root] = aLine(null, 0, [`Text ${at} Café\n\n  and more`]);
      await save(id, { nodes: [root], head: root?.id, since: 0 });
      ids.unshift(id);
    }
    const pages: string[][] = [];
    for (let before: string | null = ''; before !== null; ) {
      const page: DocumentPage = await list(`?limit=3${before && `&before=${before}`}`);
      pages.push(page.documents.map(({ id }) => id));
      before = page.next;
    }
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(pages.flat().sort()).toEqual([...ids].sort());
    await call(one.PATCH, 'PATCH', ids[2] ?? '', { title: 'Über 100%_' });
    expect((await list('?q=cafe&limit=3')).documents).toHaveLength(3);
    expect((await list('?q=TEXT%205')).documents).toMatchObject([{ excerpt: 'Text 5 Café and more' }]);
    expect((await list('?q=uber%20100%25_')).documents).toMatchObject([{ id: ids[2] }]);
    expect((await list('?q=nowhere')).documents).toEqual([]);
  });
});
