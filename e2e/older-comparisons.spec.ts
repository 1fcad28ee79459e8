import { type APIRequestContext, type Browser, expect } from '@playwright/test';
import type { Shared } from '@/lib/links/model/shared';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import { writtenByE6429e6c } from '@/lib/testing/older-comparisons';
import { signUpThroughApi } from './support/accounts';
import type { App } from './support/app';
import { ComparePage } from './support/compare';
import { insertOlderComparisons } from './support/older-comparisons';
import { aShareOfComparison, insertShare } from './support/shares';
import { SweepPage } from './support/sweep';
import { test } from './support/test';

/** Comparisons of before there was one plan, in a browser: eight columns, a sweep of 5 × 4 × 3, and unlinked prompts. */

const older = writtenByE6429e6c();
const textOf = new Map(
  older.rows.choices.map(({ runId, index, text }) => [`${runId} ${index}`, String(text)]),
);

interface Older {
  readonly id: string;
  readonly title: string;
  /** The first output of each cell, by its key. */
  readonly texts: ReadonlyMap<string, string>;
  readonly shared: Shared;
}

function olderOf(title: string): Older {
  const row = older.rows.comparisons.find((one) => one.title === title);
  if (!row) throw new Error(`no comparison “${title}”`);
  const runs = older.rows.runs.filter(({ comparisonId }) => comparisonId === row.id);
  const share = older.rows.shares.find(({ comparisonId }) => comparisonId === row.id);
  return {
    id: row.id,
    title,
    texts: new Map(runs.map(({ id, cell }) => [String(cell), textOf.get(`${id} 0`) ?? ''])),
    shared: share?.snapshot as Shared,
  };
}

async function exportedTexts(request: APIRequestContext, id: string): Promise<Map<string, string>> {
  const answer = await request.get(`/api/comparisons/${id}/export?format=jsonl`);
  expect(answer.status()).toBe(200);
  const lines: { cell: string; choice: number; text: string }[] = (await answer.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return new Map(lines.filter(({ choice }) => choice === 0).map(({ cell, text }) => [cell, text]));
}

/** All texts of a link, as the server sends them. */
async function readWithoutScripts(browser: Browser, app: App, path: string): Promise<string[]> {
  const context = await browser.newContext({ baseURL: app.url, javaScriptEnabled: false });
  const page = await context.newPage();
  expect((await page.goto(path))?.status()).toBe(200);
  const texts = await page
    .locator('[id$="-output-0"]:is([id^="column-"], [id^="place-"])')
    .evaluateAll((found) => found.map(({ textContent }) => textContent ?? ''));
  await context.close();
  return texts;
}

test('comparisons of before open, run again, are exported, shared and forked as they were', async ({
  app,
  browser,
  page,
}) => {
  test.slow();
  await signUpThroughApi(page.request);
  const { viewer } = await (await page.request.get('/api/account')).json();
  await insertOlderComparisons(app, viewer.id);
  await page.goto('/history/comparisons');
  for (const title of ['Eight columns', 'Sweep of 60', 'Own prompts']) {
    await expect(page.getByRole('listitem').filter({ hasText: title })).toBeVisible();
    const { id, texts, shared } = olderOf(title);
    expect(await exportedTexts(page.request, id)).toEqual(texts);

    // The link of before, and one that is made now.
    const before = await insertShare(app, viewer.id, shared);
    const { path } = await aShareOfComparison(page.request, id, { title: shared.title });
    const served = [...texts.values()].toSorted();
    for (const link of [`/s/${before}`, path ?? '']) {
      expect((await readWithoutScripts(browser, app, link)).toSorted()).toEqual(served);
    }
    const json: SharedComparison = await (await page.request.get(`/s/${before}.json`)).json();
    const now: SharedComparison = await (await page.request.get(`${path}.json`)).json();
    expect(outputsOf(now)).toEqual(outputsOf(json));
  }

  const compare = new ComparePage(page);
  for (const [title, letters] of [
    ['Eight columns', 'ABCDEFGH'],
    ['Own prompts', 'ABC'],
  ] as const) {
    const { id, texts } = olderOf(title);
    await compare.open(`/compare?id=${id}`);
    await expect(compare.heads).toHaveCount(letters.length);
    await compare.ended(letters);
    const runAgain = async () => {
      const before = await runIds(compare);
      const started = page.waitForResponse(/\/start$/);
      await compare.runAll.click();
      expect((await started).status()).toBe(200);
      await expect
        .poll(async () => {
          const { queue } = await compare.stored();
          return queue.waiting.length + queue.live.length;
        })
        .toBe(0);
      await compare.ended(letters);
      expect((await runIds(compare)).filter((run) => before.includes(run))).toEqual([]);
      return exportedTexts(page.request, id);
    };
    // The same seed gives the same texts; those of before are of an older version of the practice model.
    const said = await runAgain();
    expect([...said.keys()]).toEqual([...texts.keys()]);
    expect(await runAgain()).toEqual(said);
  }

  const { id, texts, shared } = olderOf('Sweep of 60');
  const sweep = new SweepPage(page);
  await sweep.open(`/compare?id=${id}`);
  await expect(sweep.cells).toHaveCount(20);
  await sweep.run(60);
  await sweep.ended();
  const stored = (await sweep.stored()).cells;
  expect(stored.map(({ cell }) => cell)).toEqual([...texts.keys()]);
  expect(stored.filter(({ run }) => !run?.choices[0]?.text)).toEqual([]);
  await sweep.show('Heat map');
  await sweep.measure('Tokens');
  await expect.poll(async () => (await sweep.heat()).length).toBe(20);

  await page.goto(`/s/${await insertShare(app, viewer.id, shared)}`);
  await page.getByRole('link', { name: 'Open in my playground' }).click();
  await sweep.ready();
  await expect(sweep.cells).toHaveCount(20);
  await expect(sweep.estimate).toContainText('60 runs: 5 × 4 cells × 3 repeats.');
});

async function runIds(compare: ComparePage): Promise<(string | undefined)[]> {
  return (await compare.stored()).cells.map(({ run }) => run?.id);
}

function outputsOf({ compared }: SharedComparison): unknown {
  const cells = compared.kind === 'columns' ? compared.columns : compared.cells;
  return cells.map(({ answer }) => answer?.outputs?.map(({ index, text }) => [index, text]));
}
