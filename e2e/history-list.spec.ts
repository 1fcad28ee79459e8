import { expect, type Page } from '@playwright/test';
import { exampleRun } from '@/lib/history/model/export/testing/example-runs';
import { expectAccessible } from './support/accessible';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { startGuest } from './support/guest';
import { aFinishedRun } from './support/shares';
import { test } from './support/test';

const DAY_MS = 86_400_000;
/** The test browsers are on the Chatham Islands: noon in UTC is past midnight there. */
const now = Date.now();

async function importRuns(page: Page, runs: readonly (readonly [title: string, daysAgo: number])[]) {
  const data = {
    runs: runs.map(([title, daysAgo], at) => {
      const createdAt = new Date(now - daysAgo * DAY_MS - at * 1000).toISOString();
      return exampleRun({ id: `imported-${title}-${at}`, title, createdAt, endedAt: null });
    }),
  };
  const answer = await page.request.post('/api/runs/import', { data });
  expect(await answer.json()).toMatchObject({ imported: runs.length });
}

test('the page of the history has a heading for each day, one for yesterday, and says how many runs there are', async ({
  page,
}) => {
  await startGuest(page.request);
  await importRuns(page, [
    ['Of today', 0],
    ['Of yesterday', 1],
    ['Of yesterday, too', 1],
    ['Of long ago', 500],
  ]);
  await page.goto('/history');
  const list = page.getByRole('list', { name: 'Runs' });
  await expect(list.getByRole('heading')).toHaveText(['Today', 'Yesterday', /\d{4}$/]);
  await expect(page.getByText('4 runs', { exact: true })).toBeVisible();
  // In any other order, days would be everywhere.
  await page.getByRole('combobox', { name: 'Order' }).selectOption('Longest duration');
  await expect(list.getByRole('heading')).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Order' }).selectOption('Oldest first');
  await expect(list.getByRole('heading')).toHaveText([/\d{4}$/, 'Yesterday', 'Today']);
  await page.getByRole('button', { name: 'Date' }).click();
  await expect(page.getByRole('button', { name: 'Today', exact: true })).toBeFocused();
  await page.getByRole('button', { name: 'Yesterday', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Date' })).toBeHidden();
  await expect(list.locator('[data-run]')).toHaveText([/^Of yesterday, too/, /^Of yesterday/]);
  await expect(page.getByText('2 runs', { exact: true })).toBeVisible();
  await page.getByRole('searchbox').fill('too');
  await expect(page.getByText('1 run', { exact: true })).toBeVisible();
  await expectAccessible(page, 'a history by days');
  // From a run's page back to what was found.
  await list.getByText('Of yesterday, too').click();
  await page.getByRole('main').getByRole('link', { name: 'History', exact: true }).click();
  await expect(page.getByRole('searchbox')).toHaveValue('too');
  await expect(page.getByText('1 run', { exact: true })).toBeVisible();
});

test('many runs are counted beyond what is loaded, and the day of those in view stays at the top', async ({
  page,
}) => {
  await startGuest(page.request);
  const runs = Array.from({ length: 130 }, (_, at) => [`Run ${at}`, at < 60 ? 2 : 40] as const);
  for (let at = 0; at < runs.length; at += 65) await importRuns(page, runs.slice(at, at + 65));
  await page.goto('/history');
  await expect(page.getByText('130 runs', { exact: true })).toBeVisible();
  const list = page.getByRole('list', { name: 'Runs' });
  const day = list.locator('li[aria-hidden]');
  const first = await day.textContent();
  const scroller = list.locator('..');
  await scroller.evaluate((element) => element.scrollTo({ top: 40 * 64 }));
  await expect(list.getByRole('heading')).toHaveCount(0);
  await expect(day).toBeInViewport();
  await expect(day).toHaveText(first ?? '');
  await scroller.evaluate((element) => element.scrollTo({ top: 70 * 64 }));
  await expect(day).not.toHaveText(first ?? '');
  // Up by the keys, no row ends up below it.
  await list.locator('[data-run]').nth(12).focus();
  for (let times = 0; times < 14; times += 1) await page.keyboard.press('ArrowUp');
  const [row, bar] = await Promise.all([page.locator('[data-run]:focus').boundingBox(), day.boundingBox()]);
  expect(row?.y ?? 0).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 99) - 1);
  await page
    .getByRole('checkbox', { name: /^Select: / })
    .first()
    .check();
  await page.getByRole('toolbar', { name: 'Selected runs' }).getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('129 runs', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('130 runs', { exact: true })).toBeVisible();
});

test('undoing a deletion brings back the runs, and none of them is selected', async ({ page }) => {
  await startGuest(page.request);
  await importRuns(page, [
    ['First', 0],
    ['Second', 0],
    ['Third', 0],
  ]);
  await page.goto('/history');
  const rows = page.getByRole('list', { name: 'Runs' }).locator('[data-run]');
  const selected = page.getByRole('toolbar', { name: 'Selected runs' });
  const select = (title: string) => page.getByRole('checkbox', { name: `Select: ${title}` });
  await select('First').check();
  await select('Second').check();
  await selected.getByRole('button', { name: 'Delete' }).click();
  await expect(rows).toHaveCount(1);
  await expect(selected).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rows).toHaveCount(3);
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0);
  await expect(selected).toBeHidden();

  // What was selected and is not deleted stays so.
  await select('Third').check();
  await page.getByRole('checkbox', { name: 'Select: First' }).focus();
  await page.locator('[data-run]', { hasText: 'First' }).press('Delete');
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(rows).toHaveCount(3);
  await expect(select('Third')).toBeChecked();
  await expect(selected).toContainText('1 selected');
});

for (const width of [1280, 390]) {
  test(`what a search found can be seen in each line, at ${width}`, async ({ page, playground }) => {
    test.slow();
    await page.setViewportSize({ width, height: 844 });
    await startGuest(page.request);
    // The second differs in settings alone, so that outside of a search its line says what differs.
    const prompt = `${'A long beginning '.repeat(6)}with a lighthouse`;
    const first = await aFinishedRun(page.request, { prompt, temperature: 0, max_tokens: 30 });
    const second = await aFinishedRun(page.request, { prompt, temperature: 0.2, max_tokens: 30 }, undefined, {
      parentId: first,
      branch: { kind: 'edit' },
    });
    const run = await (await page.request.get(`/api/runs/${second}`)).json();
    const words = (run.state.choices[0].text as string).match(/[a-z]{4,}/g) ?? [];
    const word = words.at(3) ?? '';
    expect(word).not.toBe('');
    await page.request.patch(`/api/runs/${first}`, { data: { title: 'A title of my own' } });

    await page.goto('/history');
    const list = page.getByRole('list', { name: 'Runs' });
    const line = list.locator(`[data-run="${second}"]`);
    await expect(line).toContainText(/temperature 0 → 0\.2/i);
    const shown = async (where: typeof line, text: string) => {
      const mark = where.locator('mark', { hasText: new RegExp(text, 'i') }).first();
      await expect(mark).toBeVisible();
      // Not behind the end of its line.
      const isCut = await mark.evaluate((element) => {
        const { right } = element.getBoundingClientRect();
        const around = element.closest('.truncate')?.getBoundingClientRect();
        return around === undefined || right > around.right;
      });
      expect(isCut, text).toBe(false);
    };
    await page.getByRole('searchbox').fill(word);
    await shown(line, word);
    await expect(line).not.toContainText('→');
    await page.getByRole('searchbox').fill('lighthouse');
    await shown(line, 'lighthouse');
    // A title stands in the prompt's place.
    await shown(list.locator(`[data-run="${first}"]`), 'lighthouse');

    await playground.open();
    if (width < 1160) await page.getByRole('button', { name: 'Show history' }).click();
    await page.getByRole('searchbox').fill(word);
    await shown(page.locator(`[data-run="${second}"]`), word);
  });
}

test('the star is there before anything points at it', async ({ page }) => {
  await startGuest(page.request);
  await aFinishedRun(page.request, { prompt: 'A run to star' });
  await page.goto('/history');
  const star = page.getByRole('button', { name: 'Star: A run to star' });
  await expect(star).toBeVisible();
  expect(await star.evaluate((element) => getComputedStyle(element).opacity)).toBe('1');
  await star.click();
  await expect(page.getByRole('button', { name: 'Starred: A run to star' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('the first run in view stays it when rows become compact, and back', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await startGuest(page.request);
  // Each with the heading of its day, which keeps its height.
  await importRuns(
    page,
    Array.from({ length: 50 }, (_, at) => [`Run ${at}`, at] as const),
  );
  await page.goto('/history');
  const scroller = page.getByRole('list', { name: 'Runs' }).locator('..');
  const compact = page.getByRole('button', { name: 'Compact rows' });
  await expect(compact).toBeVisible();
  await scroller.evaluate((element) => {
    element.scrollTop = 1_200;
  });
  const firstInView = () =>
    scroller.evaluate((element) => {
      // Below the heading of its day.
      const top = element.getBoundingClientRect().top + 32;
      const links = [...element.querySelectorAll<HTMLElement>('a[data-run]')];
      return links.find((link) => link.getBoundingClientRect().bottom > top + 1)?.dataset.run;
    });
  await expect.poll(firstInView).toBeDefined();
  const first = await firstInView();
  for (const pressed of ['true', 'false']) {
    await compact.click();
    await expect(compact).toHaveAttribute('aria-pressed', pressed);
    await expect.poll(firstInView).toBe(first);
  }
});

test('compact rows show twice as many runs, stay chosen in this browser, and are not offered where they do not fit', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await startGuest(page.request);
  await importRuns(
    page,
    Array.from({ length: 40 }, (_, at) => [`Run ${at}`, 0] as const),
  );
  await page.goto('/history');
  const row = page.getByRole('listitem').filter({ has: page.getByText('Run 1', { exact: true }) });
  const height = async () => (await row.boundingBox())?.height ?? 0;
  expect(await height()).toBe(64);
  const compact = page.getByRole('button', { name: 'Compact rows' });
  await expect(compact).toHaveAttribute('aria-pressed', 'false');
  await compact.click();
  await expect(compact).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(height).toBe(36);
  const seen = await page
    .locator('a[data-run]')
    .evaluateAll(
      (links) => links.filter((link) => link.getBoundingClientRect().bottom <= innerHeight).length,
    );
  expect(seen).toBeGreaterThan(12);
  await expectAccessible(page, 'compact rows');
  await page.reload();
  await expect.poll(height).toBe(36);
  await page.setViewportSize({ width: 1000, height: 720 });
  await expect(compact).toHaveCount(0);
  await expect.poll(height).toBe(64);
});

test('the list beside the editor shows one’s own runs, those of programs, or those of comparisons', async ({
  page,
  playground,
  app,
}) => {
  await startGuest(page.request);
  await aFinishedRun(page.request, { prompt: 'By hand' });
  const made = await page.request.post('/api/tokens', { data: { name: 'Program', expiresInDays: 7 } });
  const { secret } = await made.json();
  const called = await page.request.post(`${app.url}/v1/completions`, {
    headers: { authorization: `Bearer ${secret}` },
    data: { model: 'practice-1', prompt: 'By a program', max_tokens: 3 },
  });
  expect(called.status()).toBe(200);
  const id = await saveComparison(page.request, [columnOf('a', { max_tokens: 3 })], {
    prompt: 'In a comparison',
  });
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${id}`);
  await compare.runAll.click();
  await compare.ended('A');

  await page.goto('/');
  await playground.ready();
  const drawer = page.getByRole('complementary', { name: 'History' });
  const source = drawer.getByRole('combobox', { name: 'Source' });
  await expect(playground.history).toHaveText([/^By a program/, /^By hand/]);
  await source.selectOption({ label: 'Playground' });
  await expect(playground.history).toHaveText([/^By hand/]);
  await source.selectOption({ label: 'API' });
  await expect(playground.history).toHaveText([/^By a program/]);
  await expect(drawer.getByRole('link', { name: 'All history' })).toHaveAttribute(
    'href',
    '/history?source=api',
  );
  await source.selectOption({ label: 'Compare' });
  await expect(playground.history).toHaveText([/^In a comparison/]);
  await drawer.getByRole('searchbox').fill('hand');
  await drawer.getByRole('button', { name: 'Show all runs' }).click();
  await expect(playground.history).toHaveText([/^By a program/, /^By hand/]);
  await expect(source).toHaveValue('');
});

test('the list beside the editor stays narrowed while it is hidden', async ({ page, playground }) => {
  const guest = await startGuest(page.request);
  for (const prompt of ['A morning by the sea', 'An evening at home'])
    await guest.complete({ prompt, max_tokens: 2 });
  await playground.open();
  await expect(playground.history).toHaveCount(2);
  const search = page.getByRole('complementary', { name: 'History' }).getByRole('searchbox');
  await search.fill('morning');
  await expect(playground.history).toHaveCount(1);
  await playground.prompt.press('Control+b');
  await expect(search).toHaveCount(0);
  await playground.prompt.press('Control+b');
  await expect(search).toHaveValue('morning');
  await expect(playground.history).toHaveText([/^A morning by the sea/]);
});

test('on a phone nothing is deleted by one press', async ({ browser, app }) => {
  const context = await browser.newContext({
    baseURL: app.url,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await startGuest(page.request);
  const runId = await aFinishedRun(page.request, { prompt: 'On a phone' });
  const comparison = await saveComparison(page.request, [columnOf('a', { max_tokens: 3 })], {
    prompt: 'A small comparison',
  });
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${comparison}`);
  await compare.runAll.tap();
  await compare.ended('A');

  const removing = page.getByRole('button', { name: /delete/i });
  await page.goto('/history');
  await page.getByRole('checkbox', { name: 'Select: On a phone' }).check();
  await expect(page.getByRole('toolbar', { name: 'Selected runs' })).toBeVisible();
  await expect(removing).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.getByRole('button', { name: 'More for the selected runs' }).tap();
  await page.getByRole('menuitem', { name: 'Delete' }).tap();
  await expect(page.getByText('Run deleted.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).tap();
  await expect(page.getByRole('link', { name: /^On a phone/ })).toBeVisible();

  await page.goto(`/history/${runId}`);
  await page.getByRole('button', { name: 'More for this run' }).tap();
  await expect(page.getByRole('menuitem', { name: 'Delete run' })).toBeVisible();
  await expect(removing).toHaveCount(0);
  await page.keyboard.press('Escape');

  await page.goto('/history/comparisons');
  await page.getByRole('button', { name: 'More: A small comparison' }).tap();
  await expect(page.getByRole('menuitem', { name: 'Delete comparison' })).toBeVisible();
  await expect(removing).toHaveCount(0);
  await context.close();
});

test('Back from a run, the focus is on the row that led there, wherever it is by now', async ({ page }) => {
  await startGuest(page.request);
  const names = Array.from({ length: 60 }, (_, at): readonly [string, number] => [`Run ${at}`, at % 3]);
  await importRuns(page, names);
  await page.goto('/history');
  const list = page.getByRole('list', { name: 'Runs' });
  await list.getByRole('link').first().focus();
  for (let press = 0; press < 25; press += 1) await page.keyboard.press('ArrowDown');
  const opened = await page.evaluate(() => document.activeElement?.getAttribute('href'));
  expect(opened).toMatch(/^\/history\/.+/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${opened}$`));
  // The title of the run has the focus, and shows it; the page around it has no frame.
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toBeFocused();
  await expect(title).not.toHaveCSS('outline-style', 'none');
  await expect(page.locator('main')).toHaveCSS('outline-style', 'none');

  // Runs that came above it move its row.
  await importRuns(
    page,
    Array.from({ length: 40 }, (_, at): readonly [string, number] => [`New ${at}`, 0]),
  );
  await page.goBack();
  const row = page.locator(`a[data-run][href="${opened}"]`);
  await expect(row).toBeFocused();
  await expect(row).toBeInViewport({ ratio: 1 });
  await expect(row).not.toHaveCSS('outline-style', 'none');

  // By the link back as well.
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${opened}$`));
  await page.getByRole('main').getByRole('link', { name: 'History' }).first().press('Enter');
  await expect(row).toBeFocused();
});

test('a search leads to what it finds, in every list of the history, and a line says that it has a note', async ({
  page,
}) => {
  await startGuest(page.request);
  const fox = await aFinishedRun(page.request, { prompt: 'The fox opened the door', max_tokens: 4 });
  const owl = await aFinishedRun(
    page.request,
    { prompt: 'The owl opened the door', max_tokens: 4 },
    undefined,
    { parentId: fox, branch: { kind: 'edit' } },
  );
  await page.request.patch(`/api/runs/${fox}`, { data: { note: 'About a fox' } });
  await saveComparison(page.request, [
    columnOf('a', { temperature: 0 }),
    columnOf('b', { temperature: 0.7 }),
  ]);

  await page.goto('/history');
  const line = (id: string) => page.getByRole('list', { name: 'Runs' }).locator(`[data-run="${id}"]`);
  await expect(line(fox).getByRole('img', { name: 'Has a note' })).toBeVisible();
  await expect(line(owl).getByRole('img', { name: 'Has a note' })).toHaveCount(0);
  await page.keyboard.press('/');
  await page.keyboard.type('owl');
  await expect(page.getByText('1 run', { exact: true })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(line(owl)).toBeFocused();
  await page.getByRole('searchbox').focus();
  await page.keyboard.press('Enter');
  await expect(line(owl)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('treeitem', { name: /^fox → owl: / })).toHaveAttribute('aria-current', 'page');

  await page.goto('/history/comparisons');
  const comparison = page.getByRole('main').getByRole('listitem').getByRole('link');
  await expect(comparison).toContainText('temperature 0 / 0.7');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(comparison).toBeFocused();
});
