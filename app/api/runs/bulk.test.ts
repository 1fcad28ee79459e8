import { expect, it } from 'vitest';
import * as run from '@/app/api/runs/[runId]/route';
import { POST as bulk } from '@/app/api/runs/bulk/route';
import { GET as filters } from '@/app/api/runs/filters/route';
import { POST as importRuns } from '@/app/api/runs/import/route';
import { exampleRun } from '@/lib/history/model/export/testing/example-runs';
import { runPageSchema } from '@/lib/history/model/run-page';
import { runFilterChoicesSchema } from '@/lib/history/model/run-search';
import { callRoute, newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { aShare, storedShare } from '@/lib/testing/shares';
import { GET as list } from './route';

const COMPOSED = 'caf\u00e9 \ud55c\uae00';
const DECOMPOSED = COMPOSED.normalize('NFD');

describeRuns('many runs at once', () => {
  async function imported(...tags: string[][]): Promise<{ cookie: string; ids: string[]; userId: string }> {
    const { cookie, user } = await newVisitor();
    const runs = tags.map((own, at) => exampleRun({ id: `run ${at}`, order: at, tags: own }));
    const answer = await callRoute(importRuns, { method: 'POST', cookie, body: { runs } });
    expect(answer.json).toMatchObject({ imported: tags.length, refused: [] });
    const { runs: rows } = runPageSchema.parse((await callRoute(list, { cookie })).json);
    return { cookie, ids: rows.map(({ id }) => id), userId: user.id };
  }

  async function tagsOf(cookie: string, query = ''): Promise<string[][]> {
    const answer = await callRoute(list, { cookie, path: `/api/runs?${query}` });
    return runPageSchema.parse(answer.json).runs.map(({ tags }) => tags);
  }

  const change = (cookie: string, body: object) => callRoute(bulk, { method: 'POST', cookie, body });

  it('tags that look the same are the same, however they come in and are asked for', async () => {
    const { cookie, ids } = await imported([], [DECOMPOSED, COMPOSED, 'other'], [DECOMPOSED]);
    expect(await tagsOf(cookie)).toEqual([[COMPOSED], [COMPOSED, 'other'], []]);
    const last = ids.at(-1) ?? '';
    const edit = (tags: string[]) =>
      callRoute(run.PATCH, { method: 'PATCH', cookie, params: { runId: last }, body: { tags } });
    expect((await edit([DECOMPOSED, COMPOSED])).json).toMatchObject({ tags: [COMPOSED] });
    expect((await change(cookie, { action: 'tag', ids, tag: DECOMPOSED })).json).toEqual({ count: 0 });
    for (const tag of [COMPOSED, DECOMPOSED]) {
      expect(await tagsOf(cookie, `tag=${encodeURIComponent(tag)}`), tag).toHaveLength(3);
    }
    const choices = runFilterChoicesSchema.parse((await callRoute(filters, { cookie })).json);
    expect(choices.tags).toEqual([COMPOSED, 'other']);
    expect((await change(cookie, { action: 'untag', ids, tag: DECOMPOSED })).json).toEqual({ count: 3 });
    expect(await tagsOf(cookie)).toEqual([[], ['other'], []]);
  });

  it('tags differ in case, and a tag that is really there twice is refused', async () => {
    const { cookie } = await imported(['Tag', 'tag']);
    expect(await tagsOf(cookie)).toEqual([['Tag', 'tag']]);
    const runs = [exampleRun({ id: 'twice', tags: ['a', 'a'] })];
    const answer = await callRoute(importRuns, { method: 'POST', cookie, body: { runs } });
    expect(answer.json).toMatchObject({ imported: 0, refused: [{ reason: 'A tag appears twice.' }] });
  });

  it('a second time, deleting many does nothing', async () => {
    const { cookie, ids, userId } = await imported([], []);
    const { id: shareId } = await aShare(userId, undefined, { runId: ids[0] ?? '' });
    expect((await change(cookie, { action: 'delete', ids })).json).toEqual({ count: 2 });
    expect((await change(cookie, { action: 'delete', ids, links: 'revoke' })).json).toEqual({ count: 0 });
    expect((await storedShare(shareId)).revokedAt).toBeNull();
  });
});
