import { expect, type Locator, type Page } from '@playwright/test';
import { ComparePage } from './support/compare';
import { aFullAccount } from './support/every-screen';
import { startGuest } from './support/guest';
import { findIcons } from './support/icons';
import { aFinishedRun } from './support/shares';
import { SweepPage, saveSweep } from './support/sweep';
import { test } from './support/test';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

const heightOf = (locator: Locator) => locator.evaluate((element) => element.getBoundingClientRect().height);

test('on a phone the navigation shows where one is, and leads everywhere', async ({ page, playground }) => {
  await startGuest(page.request);
  await playground.open();
  const places = page.getByRole('navigation', { name: 'Main' });
  for (const [name, path] of [
    ['Compare', '/compare'],
    ['History', '/history'],
    ['Settings', '/settings'],
    ['Playground', '/'],
  ] as const) {
    const place = places.getByRole('link', { name, exact: true });
    await expect(place).toBeInViewport({ ratio: 1 });
    await place.tap();
    await expect.poll(() => new URL(page.url()).pathname).toMatch(new RegExp(`^${path}`));
    await expect(places.locator('[aria-current="page"]')).toHaveText(name);
    await expect(places.locator('[aria-current="page"]')).toBeInViewport({ ratio: 1 });
  }
});

test('on a phone the output gets the larger half once it has text, and the prompt gets its half back while it is written', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  await playground.open();
  const editor = page.getByRole('region', { name: 'Prompt', exact: true });
  const before = await heightOf(editor);
  await page.getByRole('button', { name: 'Run', exact: true }).tap();
  await playground.ended();
  await expect.poll(() => heightOf(editor)).toBeLessThan(before * 0.8);
  const column = await heightOf(playground.output);
  expect(column).toBeGreaterThan(844 / 2);
  await playground.prompt.tap();
  await expect.poll(() => heightOf(editor)).toBeGreaterThan(before * 0.9);
});

test('on a phone the actions on an output are in words, and no tooltip stays behind', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  await playground.open();
  await page.getByRole('button', { name: 'Run', exact: true }).tap();
  await playground.ended();
  const { output } = playground;
  await expect(output.getByRole('button', { name: 'Regenerate' })).toBeHidden();
  const more = output.getByRole('button', { name: 'More for this output' });
  await more.tap();
  await expect(page.getByRole('menuitem')).toHaveText([
    'Regenerate',
    'Copy completion',
    'Show prompt',
    'Open run details',
  ]);
  await page.getByRole('menuitem', { name: 'Show prompt' }).tap();
  await expect(playground.completion).toContainText('Once upon a time there was a');
  await more.tap();
  await page.getByRole('menuitem', { name: 'Open run details' }).tap();
  await expect(page).toHaveURL(/\/history\/./);

  await playground.open();
  await page.getByRole('button', { name: 'Show the history' }).tap();
  const sheet = page.getByRole('dialog', { name: 'History' });
  // The keyboard of a phone is one as well.
  await sheet.getByRole('searchbox').fill('once');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('button', { name: 'Show the history' })).toBeFocused();
  await expect(page.getByRole('tooltip')).toHaveCount(0);
});

test('on a phone equal choices say so in words, and what is cut has Show all', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  const same = { n: 3, temperature: 0 };
  const long = await aFinishedRun(page.request, { ...same, max_tokens: 120 });
  await page.goto(`/?run=${long}`);
  await playground.ready();
  await playground.ended();
  const { output, panes } = playground;
  await expect(panes).toHaveCount(1);
  const group = output.getByRole('button', { name: /^3 identical/ });
  await expect(group).toHaveText('3 identical');
  await group.tap();
  await expect(panes).toHaveCount(3);
  await expect(output.getByText(/^Same as choice 1/)).toHaveCount(2);
  const all = output.getByText('Show all', { exact: true });
  await expect(all).toHaveCount(3);
  const height = () => heightOf(panes.nth(1));
  const folded = await height();
  await output.getByRole('button', { name: 'Show all of choice 2' }).tap();
  await expect.poll(height).toBeGreaterThan(folded);
  await expect(all).toHaveCount(2);
  await output.getByRole('button', { name: 'Show less of choice 2' }).tap();
  await expect.poll(height).toBe(folded);

  // What fits is not offered to be shown.
  const short = await aFinishedRun(page.request, { ...same, max_tokens: 3 });
  await page.goto(`/?run=${short}`);
  await playground.ready();
  await playground.ended();
  await expect(group).toBeVisible();
  await expect(all).toHaveCount(0);
});

test('on a phone the tags and the note of a run are under its title, in one line that opens', async ({
  page,
}) => {
  await startGuest(page.request);
  const id = await aFinishedRun(page.request);
  await page.goto(`/history/${id}`);
  const about = page.locator('details', { hasText: 'About' }).first();
  const line = about.locator('summary');
  const note = page.getByRole('textbox', { name: 'Note' });
  await expect(line).toBeInViewport({ ratio: 1 });
  await expect(line).toContainText('Add a note…');
  await expect(note).toHaveCount(0);
  await line.tap();
  await expect(note).toBeInViewport({ ratio: 1 });
  await note.fill('Reads well');
  await expect(about.getByRole('status')).toHaveText('Saved');
  await about.getByRole('button', { name: 'Tag', exact: true }).tap();
  await page.getByRole('textbox', { name: 'Tag to add' }).fill('keeper');
  await page.keyboard.press('Enter');
  await expect(about.getByRole('list', { name: 'Tags' })).toHaveText('keeper');
  await line.tap();
  await expect(line).toHaveText('Aboutkeeper · Reads well');
  await page.reload();
  await expect(line).toHaveText('Aboutkeeper · Reads well');

  // A wide window has room for them.
  await page.setViewportSize({ width: 1280, height: 720 });
  await expect(line).toBeHidden();
  await expect(page.getByRole('region', { name: 'Note' }).getByRole('textbox')).toHaveValue('Reads well');
  await expect(page.getByRole('list', { name: 'Tags' })).toHaveText('keeper');
});

/** What is known without a word: the same everywhere, or beside what it acts on. */
const EVIDENT =
  /^(Close|Back|Copy|More|About|Account|Star|Starred|Remove|Delete|Show all|Previous|Next|Move|Pause|Play|Run column|Stop column|Stop varying|Turn|Undo|Show (key|value|password)|Hide (key|value|password))/;

test('on a phone every action has a word, or is known without one', async ({
  page,
  playground,
  upstream,
}) => {
  test.setTimeout(600_000);
  await page.setViewportSize({ width: 390, height: 844 });
  const { runs, comparison, sweep, links } = await aFullAccount(page.request, upstream);
  const wordless: string[] = [];
  const look = async (what: string) => {
    for (const { name } of await findIcons(page, false)) {
      if (!EVIDENT.test(name)) wordless.push(`${name} (${what})`);
    }
  };
  for (const id of [runs.short, runs.many]) {
    await page.goto(`/?run=${id}`);
    await playground.ready();
    await playground.ended();
    await expect(playground.output.getByRole('button', { name: /^Append/ }).first()).toBeVisible();
    await look('an output');
  }
  await page.getByRole('button', { name: 'Show the parameters' }).tap();
  const parameters = page.getByRole('dialog', { name: 'Parameters' });
  for (const send of await parameters.getByRole('switch', { name: /^Send (Seed|Logit bias)/ }).all()) {
    await send.setChecked(true);
    await send.scrollIntoViewIfNeeded();
    await look('the parameters');
  }
  await page.goto(`/history/${runs.many}`);
  await expect(page.getByRole('button', { name: 'Show prompt' })).toBeVisible();
  await look('the page of a run');
  await page.goto('/history');
  await expect(page.getByRole('list', { name: 'Runs' })).toBeVisible();
  await look('the history');
  await new ComparePage(page).open(`/compare?id=${comparison}`);
  await look('columns');
  const grid = new SweepPage(page);
  await grid.open(`/compare?id=${sweep}`);
  await look('a sweep');
  for (const place of ['connections', 'links', 'api', 'account']) {
    await page.goto(`/settings/${place}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await look(`the ${place}`);
  }
  for (const path of Object.values(links)) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await look('a shared page');
  }
  expect(wordless).toEqual([]);
});

test('on a phone the menu of a comparison has in words what are icons elsewhere', async ({
  page,
  upstream,
}) => {
  test.setTimeout(600_000);
  const { comparison } = await aFullAccount(page.request, upstream);
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${comparison}`);
  await expect(page.getByRole('button', { name: 'Add column' })).toHaveText('Column');
  await expect(page.getByRole('button', { name: 'Share' })).toHaveText('Share');
  const more = page.getByRole('button', { name: 'More for this comparison' });
  await expect(more).toHaveText('More');
  await more.tap();
  await expect(page.getByRole('menuitem', { name: 'CSV, one row per output' })).toBeVisible();
  await page.getByRole('menuitem', { name: 'Judge blind…' }).tap();
  const judging = page.getByRole('dialog', { name: 'Judge blind' });
  await judging.getByRole('button', { name: 'Close', exact: true }).last().tap();
  await expect(judging).toBeHidden();
  await more.tap();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'CSV, one row per output' }).tap(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
});

/** Swipes with one finger. */
async function swipe(page: Page, over: Locator, by: number): Promise<void> {
  const box = await over.boundingBox();
  if (!box) throw new Error('Nothing to swipe over');
  const session = await page.context().newCDPSession(page);
  await session.send('Input.synthesizeScrollGesture', {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    xDistance: by,
    gestureSourceType: 'touch',
  });
  await session.detach();
}

test('on a phone a heat map says that it goes on, keeps its rows’ names, and scrolls by finger and by key', async ({
  page,
}) => {
  test.slow();
  await startGuest(page.request);
  const id = await saveSweep(
    page.request,
    {},
    {
      axes: [
        { parameter: 'temperature', values: [0, 1, 1.5] },
        { parameter: 'top_p', values: [0.2, 0.4, 0.6, 0.8, 1] },
      ],
    },
  );
  const sweep = new SweepPage(page);
  await sweep.open(`/compare?id=${id}`);
  await sweep.run();
  await sweep.ended();
  await sweep.show('Heat map');
  const scroller = page.getByRole('region', { name: 'Heat map', exact: true });
  const more = page.locator('[data-more=right]');
  await expect(more).toBeVisible();
  await expect(page.getByText('Scroll sideways to see all of it.')).toBeVisible();
  const labels = page.locator('[data-row-labels]');
  const left = async () => (await labels.boundingBox())?.x;
  const before = await left();
  const last = sweep.grid.locator('[data-point="0:4"]');
  await expect(last).not.toBeInViewport({ ratio: 0.9 });

  const at = () => scroller.evaluate((element) => element.scrollLeft);
  await swipe(page, scroller, -120);
  await expect.poll(at).toBeGreaterThan(50);
  expect(await left()).toBe(before);
  // A name that stays is drawn over the cells that go behind it.
  const covered = await labels.evaluate((element) => {
    const { left: x, right, top, bottom } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint((x + right) / 2, (top + bottom) / 2));
  });
  expect(covered).toBe(true);

  await scroller.focus();
  const swiped = await at();
  await page.keyboard.press('ArrowRight');
  await expect.poll(at).toBeGreaterThan(swiped);
  await page.keyboard.press('End');
  for (let press = 0; press < 20 && (await more.count()) > 0; press += 1)
    await page.keyboard.press('ArrowRight');
  await expect(more).toHaveCount(0);
  await expect(last).toBeInViewport({ ratio: 0.9 });
  // By the keys of the grid, a cell comes out from behind the names.
  await last.focus();
  await page.keyboard.press('Home');
  const first = sweep.grid.locator('[data-point="0:0"]');
  await expect(first).toBeFocused();
  await expect
    .poll(async () => ((await first.boundingBox())?.x ?? 0) - ((await labels.boundingBox())?.width ?? 0))
    .toBeGreaterThanOrEqual((before ?? 0) - 2);
});
