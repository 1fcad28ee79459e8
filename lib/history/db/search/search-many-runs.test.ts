import { beforeAll, expect, it } from 'vitest';
import type { RunFilter } from '@/lib/history/model/run-search';
import { foldText } from '@/lib/history/model/search/fold-text';
import { searchPattern, searchSubstrings, searchTerms } from '@/lib/history/model/search/search-terms';
import { getDb } from '@/lib/platform/db/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { generateRuns } from '@/lib/platform/db/testing/generate-runs';
import { aUser } from '@/lib/platform/db/testing/records';
import { countRuns } from './count-runs';
import { searchRuns } from './search-runs';

// Searches look at some of the runs first, and break off where a page would cost too much. So many runs are enough to
// meet all of these limits; what must be found is worked out here from the rows, without any index.
const COUNT = 1300;

describeOnBothDatabases('searching many runs', () => {
  let userId: string;
  let rows: Row[];

  beforeAll(async () => {
    userId = (await aUser()).id;
    await generateRuns({ userId, count: COUNT });
    await generateRuns({ userId: (await aUser()).id, count: 200, seed: 2 });
    rows = await readRows(userId);
  });

  it.each<RunFilter>([
    {},
    { sort: 'oldest' },
    { sort: 'longest' },
    { status: ['failed'] },
    { status: ['failed'], sort: 'longest' },
    { status: ['complete'] },
    { status: ['complete'], sort: 'oldest' },
    { status: ['complete'], sort: 'longest' },
    { status: ['complete', 'failed'], sort: 'most_tokens' },
    { tag: ['keep'], sort: 'most_tokens' },
    { starred: true, sort: 'longest' },
    { model: ['practice-1'], source: ['api'], finish: ['stop'] },
    { probabilities: true, status: ['complete'], sort: 'oldest' },
    { q: 'river' },
    { q: 'river', sort: 'oldest' },
    { q: 'river', sort: 'most_tokens' },
    { q: 'ri', sort: 'longest' },
    { q: 'ri la', sort: 'most_tokens' },
    { q: '"ba ro"' },
    { q: '"ro ba"', sort: 'longest' },
    { q: 'iver', sort: 'oldest' },
    { q: 'iver', status: ['complete'], sort: 'longest' },
    { q: 'iver', starred: true },
    { q: 'ive', source: ['api'], sort: 'most_tokens' },
    { q: 'ver', finish: ['length'] },
    { q: 'ver', probabilities: true },
    { q: 'ver', model: ['codestral', 'practice-1'], source: ['playground'] },
    { q: 'ver', connection: ['practice'] },
    { q: 'lantern r' },
    { q: 'ver', tag: ['keep'] },
  ])('finds all that is wanted, once and in order: %j', async (filter) => {
    const expected = expectedOf(rows, filter);
    expect(expected.length).toBeGreaterThan(0);
    const { ids, pages } = await walk(userId, filter);
    expect(ids).toEqual(expected);
    // Short pages are for what is rare; nobody is sent through many of them.
    expect(pages).toBeLessThanOrEqual(Math.ceil(expected.length / 15) + COUNT / 125 + 2);
    const { count, isExact } = await countRuns(userId, filter);
    if (isExact) expect(count).toBe(expected.length);
    else expect(count).toBeLessThanOrEqual(expected.length);
  });

  it.each<RunFilter>([{ q: 'iver' }, { q: 'iver', sort: 'longest' }])(
    "tells nobody about another user's runs, not even that there are more: %j",
    async (filter) => {
      expect((await searchRuns(userId, { ...filter, limit: 50 })).next).not.toBeNull();
      const stranger = (await aUser()).id;
      expect(await searchRuns(stranger, { ...filter, limit: 50 })).toMatchObject({ runs: [], next: null });
      expect(await countRuns(stranger, filter)).toMatchObject({ count: 0, isExact: true });
      await generateRuns({ userId: stranger, count: 3, seed: filter.sort ? 6 : 5 });
      const { ids, pages } = await walk(stranger, filter);
      expect(ids).toEqual(expectedOf(await readRows(stranger), filter));
      expect(pages).toBe(1);
    },
  );
});

async function walk(userId: string, filter: RunFilter): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = [];
  let before: string | undefined;
  for (let pages = 1; pages <= COUNT; pages += 1) {
    const page = await searchRuns(userId, { ...filter, before, limit: 50 });
    ids.push(...page.runs.map(({ id }) => id));
    if (page.next === null) return { ids, pages };
    before = page.next;
  }
  throw new Error('no end');
}

type Row = Awaited<ReturnType<typeof readRows>>[number];

async function readRows(userId: string) {
  const ids = await getDb().run.findMany({
    where: { userId },
    orderBy: { position: 'desc' },
    select: { id: true },
  });
  const portions = [];
  for (let at = 0; at < ids.length; at += 200) {
    portions.push(
      await getDb().run.findMany({
        where: { id: { in: ids.slice(at, at + 200).map(({ id }) => id) } },
        include: { choices: { orderBy: { index: 'asc' } }, tags: true },
        orderBy: { position: 'desc' },
      }),
    );
  }
  return portions.flat();
}

function expectedOf(rows: readonly Row[], filter: RunFilter): string[] {
  const retained = rows.filter((row) => hasFacets(row, filter)).toSorted(orderOf(filter));
  const { q } = filter;
  if (q === undefined) return retained.map(({ id }) => id);
  const words = retained.filter((row) => holdsWords(row, q));
  const substrings = retained.filter((row) => !words.includes(row) && showsSubstrings(row, q));
  return [...words, ...substrings].map(({ id }) => id);
}

function hasFacets(row: Row, filter: RunFilter): boolean {
  const { model, connection, status, source, finish, tag, starred, probabilities } = filter;
  return (
    (model?.includes(row.model) ?? true) &&
    (connection?.includes(row.connectionId) ?? true) &&
    (status?.includes(row.status) ?? true) &&
    (source?.includes(row.source) ?? true) &&
    (finish === undefined || row.choices.some((choice) => finish.includes(choice.finishReason ?? ''))) &&
    (tag === undefined || tag.every((label) => row.tags.some((own) => own.tag === label))) &&
    (!starred || row.starred) &&
    (!probabilities || row.choices.some(({ tokens }) => tokens !== null))
  );
}

function orderOf({ sort }: RunFilter): (a: Row, b: Row) => number {
  const positionOf = (row: Row) => Number(row.position);
  if (sort === 'longest')
    return (a, b) => (b.durationMs ?? -1) - (a.durationMs ?? -1) || positionOf(b) - positionOf(a);
  if (sort === 'most_tokens')
    return (a, b) => (b.tokenCount ?? -1) - (a.tokenCount ?? -1) || positionOf(b) - positionOf(a);
  return (a, b) => (sort === 'oldest' ? positionOf(a) - positionOf(b) : positionOf(b) - positionOf(a));
}

/** One letter stands for itself: it begins half of all words. */
function holdsWords(row: Row, q: string): boolean {
  const { prompt } = row.request as { prompt: string };
  const text = [row.title, row.note, prompt, ...row.choices.map((choice) => choice.text)].join('\n');
  return searchTerms(q).every(({ words, exact }) => {
    const whole = exact || words[0]?.length === 1;
    return searchPattern(whole ? `"${words.join(' ')}"` : words.join(' '))?.test(text);
  });
}

function showsSubstrings(row: Row, q: string): boolean {
  const shown = foldText([row.title, row.note, row.promptPreview, row.outputPreview].join('\n'));
  const substrings = searchSubstrings(q);
  return (
    substrings.some((substring) => substring.length >= 3) &&
    substrings.every((substring) => shown.includes(substring))
  );
}
