import { expect, type Locator, type Page } from '@playwright/test';
import { answers } from '@/lib/testing/upstream-answers';
import { expectNothingWider } from './support/accessible';
import { signUpThroughApi } from './support/accounts';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { everyDocument } from './support/every-document';
import { aFullAccount } from './support/every-screen';
import { startGuest } from './support/guest';
import { findIcons } from './support/icons';
import { openOnUpstream } from './support/open-on-upstream';
import { aFinishedRun, aShare } from './support/shares';
import { aShareOfDocument, aStory } from './support/stored-documents';
import { SweepPage, saveSweep } from './support/sweep';
import { test } from './support/test';
import { smallTargets } from './support/touch-targets';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

/** On a phone the panel is in the menu: the navigation has the same word. */
async function showHistory(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).tap();
  await page.getByRole('menuitem', { name: 'Show history' }).tap();
}

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
  await playground.ready();
  await page.getByRole('button', { name: 'More', exact: true }).tap();
  await page.getByRole('menuitem', { name: 'Connections' }).tap();
  await expect(page).toHaveURL(/\/settings\/connections$/);
});

test('on a phone the ways past the practice model take a finger', async ({ page, playground }) => {
  await startGuest(page.request);
  await playground.open();
  const real = page.getByRole('link', { name: 'Connect a real model' });
  await expect(real).toBeVisible();
  for (const link of [real, page.getByRole('link', { name: 'find servers on this computer' })])
    if (await link.isVisible()) expect(await heightOf(link)).toBeGreaterThanOrEqual(24);
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
  // Of the screen, three fifths are text, also with probabilities, and most of it is the output.
  const texts = async () => [
    await heightOf(playground.prompt),
    await heightOf(page.locator('.run-scroller')),
  ];
  const areMostOfTheScreen = async () => {
    const [prompt = 0, output = 0] = await texts();
    expect(prompt + output).toBeGreaterThan(844 * 0.6);
    expect(output).toBeGreaterThan(844 / 2);
  };
  await areMostOfTheScreen();
  await playground.output.getByRole('button', { name: 'More for this output' }).tap();
  await page.getByRole('menuitem', { name: 'Run with probabilities' }).tap();
  await expect(playground.output.getByText('Tap a token for its alternatives')).toBeVisible();
  await playground.ended();
  await areMostOfTheScreen();
  // The toolbar is one line.
  expect(await heightOf(page.getByRole('toolbar', { name: 'Run settings' }))).toBeLessThan(60);
  await playground.prompt.tap();
  await expect.poll(() => heightOf(editor)).toBeGreaterThan(before * 0.9);
  // Beside the keyboard, what is over and under the output makes way for the texts.
  await page.setViewportSize({ width: 390, height: 500 });
  await expect
    .poll(async () => (await texts()).reduce((sum, height) => sum + height))
    .toBeGreaterThan(500 * 0.55);
  await expect(playground.output.locator('footer')).toBeHidden();
  await playground.prompt.blur();
  await expect(playground.output.locator('footer')).toBeVisible();
});

test('on a phone the starters move no output, where they come and where they go', async ({
  page,
  playground,
}) => {
  await playground.open();
  const starters = page.getByRole('region', { name: 'Starter prompts' });
  const top = async () => Math.round((await playground.output.boundingBox())?.y ?? 0);
  await expect(starters).toBeVisible();
  const before = await top();
  await playground.prompt.fill('Typed');
  await expect(starters).toHaveCount(0);
  await playground.prompt.blur();
  expect(await top()).toBe(before);
  await playground.prompt.fill('');
  await expect(starters).toBeVisible();
  await playground.prompt.blur();
  expect(await top()).toBe(before);

  await playground.prompt.fill('Once upon a time');
  await playground.runToEnd();
  await playground.prompt.blur();
  const after = await top();
  await playground.prompt.fill('');
  await playground.prompt.blur();
  await expect(starters).toBeHidden();
  expect(await top()).toBe(after);
});

test('on a phone the prompt holds three lines, whatever else the editor shows', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  await playground.open();
  const lines = () =>
    playground.prompt.evaluate(
      (field) => field.clientHeight / Number.parseFloat(getComputedStyle(field).lineHeight),
    );
  await playground.prompt.fill('');
  await expect(page.getByRole('region', { name: 'Starter prompts' })).toBeVisible();
  await expect.poll(lines).toBeGreaterThan(3);
  // The placeholder is read as a whole.
  expect(
    await playground.prompt.evaluate((field) => field.scrollHeight - field.clientHeight),
  ).toBeLessThanOrEqual(0);
  // The chips are below the field, and the output below them.
  const bottomOf = (locator: Locator) =>
    locator.evaluate((element) => element.getBoundingClientRect().bottom);
  const topOf = (locator: Locator) => locator.evaluate((element) => element.getBoundingClientRect().top);
  const chips = page.getByRole('region', { name: 'Starter prompts' });
  expect(await topOf(chips)).toBeGreaterThanOrEqual(await bottomOf(playground.prompt));
  expect(await topOf(playground.output)).toBeGreaterThanOrEqual(await bottomOf(chips));

  // Beside an output, which takes the larger half.
  await page.getByRole('button', { name: 'Run', exact: true }).tap();
  await playground.ended();
  await expect(chips).toBeHidden();
  await expect.poll(lines).toBeGreaterThan(3);
  await page.getByRole('button', { name: 'More', exact: true }).tap();
  await page.getByRole('menuitem', { name: 'With suffix', exact: true }).tap();
  await expect(page.getByRole('textbox', { name: 'Suffix' })).toBeVisible();
  await expect.poll(lines).toBeGreaterThan(3);
});

test('on a phone the end of a run is not cut, and the note on an old output opens', async ({
  page,
  playground,
  upstream,
}) => {
  upstream.always(answers.stream(['Once it ended.']));
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('Once');
  await page.getByRole('button', { name: 'Run', exact: true }).tap();
  await playground.ended();
  const end = playground.output.locator('footer').getByText('Ended naturally', { exact: true });
  await expect(end).toHaveAttribute('title', 'Ended naturally or at a stop sequence');
  expect(await end.evaluate((text) => text.scrollWidth - text.clientWidth)).toBeLessThanOrEqual(0);

  await page.getByRole('button', { name: /^Model: / }).tap();
  const models = page.getByRole('dialog', { name: 'Models' });
  await models.getByRole('combobox', { name: 'Connection' }).selectOption({ label: 'Practice model' });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Model: / })).toContainText('Practice model');
  await playground.prompt.fill('Another prompt');
  await page.getByRole('button', { name: 'Show parameters' }).tap();
  const sheet = page.getByRole('dialog', { name: 'Parameters' });
  for (const name of ['Seed', 'Presence penalty', 'Frequency penalty', 'Top P'])
    await sheet.getByRole('switch', { name: `Send ${name}`, exact: true }).setChecked(true);
  await page.keyboard.press('Escape');
  const note = playground.output.getByRole('button', { name: /^Changed since this run/ });
  const isCut = () => note.locator('span').evaluate((text) => text.scrollHeight > text.clientHeight + 1);
  await expect(note).toHaveAttribute('aria-expanded', 'false');
  await expect.poll(isCut).toBe(true);
  await note.tap();
  await expect(note).toHaveAttribute('aria-expanded', 'true');
  expect(await isCut()).toBe(false);
});

test('on a phone the prompt grows with its text until there is an output, and several prompts can be added', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  await playground.open();
  const hiddenLines = () => playground.prompt.evaluate((field) => field.scrollHeight - field.clientHeight);
  await playground.prompt.fill('One line.\n'.repeat(12));
  await playground.prompt.blur();
  await expect.poll(hiddenLines).toBeLessThanOrEqual(0);
  await playground.prompt.fill('One line.\n'.repeat(60));
  expect(await heightOf(playground.prompt)).toBeLessThan(844 / 2);
  await playground.prompt.fill('First');
  await page.getByRole('button', { name: 'More', exact: true }).tap();
  await page.getByRole('menuitem', { name: 'Multiple prompts' }).tap();
  const add = page.getByRole('button', { name: 'Add prompt' });
  await expect(add).toBeInViewport({ ratio: 1 });
  await add.tap();
  await page.getByRole('textbox', { name: 'Prompt 2' }).fill('Second');
  await page.getByRole('button', { name: 'Run', exact: true }).tap();
  await playground.ended();
  await add.scrollIntoViewIfNeeded();
  await expect(add).toBeInViewport({ ratio: 1 });
});

test('on a phone one is told to tap a token until one has', async ({ page, playground }) => {
  const guest = await startGuest(page.request);
  await guest.complete({ prompt: 'Once upon a time', logprobs: 3, max_tokens: 20, seed: 1 });
  await playground.open();
  const openRun = async () => {
    await showHistory(page);
    await playground.history.first().tap();
    await playground.ended();
  };
  await openRun();
  const hint = playground.output.getByText('Tap a token for its alternatives');
  const legend = playground.output.getByRole('list', { name: 'Color legend' });
  await expect(hint).toBeInViewport({ ratio: 1 });
  expect(await hint.evaluate((text) => text.scrollWidth - text.clientWidth)).toBeLessThanOrEqual(0);
  // Colors without their legend would say nothing.
  await expect(legend).toBeVisible();
  const text = playground.completion;
  const before = await text.evaluate((element) => element.getBoundingClientRect().top);
  // The code for it loads with the first probabilities.
  await expect(async () => {
    await text.tap({ position: { x: 40, y: 22 } });
    await expect(hint).toHaveCount(0, { timeout: 1000 });
  }).toPass();
  await expect(legend).toBeVisible();
  // Borders and fractions of a line may round to another pixel.
  const after = await text.evaluate((element) => element.getBoundingClientRect().top);
  expect(Math.abs(after - before)).toBeLessThanOrEqual(1);
  // All of the legend is in the line of the actions, and the menu has "What if" and the choice of colors.
  const header = await playground.output.locator('header').boundingBox();
  expect(header?.height).toBeLessThan(50);
  for (const part of await legend.getByRole('listitem').all()) {
    await expect(part).toBeInViewport({ ratio: 1 });
    const box = await part.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((header?.y ?? 0) + (header?.height ?? 0));
  }
  const more = playground.output.getByRole('button', { name: 'More for this output' });
  await more.tap();
  await page.getByRole('menuitemradio', { name: 'Rank' }).tap();
  await expect(legend.getByRole('listitem').first()).toHaveText('2nd');
  await more.tap();
  await page.getByRole('menuitem', { name: 'What if' }).tap();
  const whatIf = page.getByRole('region', { name: 'What if', exact: true });
  await expect(whatIf.getByText(/^What if you had sampled this with other settings/)).toBeInViewport();
  await whatIf.getByRole('button', { name: 'Close What if' }).tap();
  await expect(whatIf).toHaveCount(0);
  await expect(more).toBeFocused();
  // Less than a third of the screen is above the text.
  expect(before).toBeLessThan(844 / 3);
  await page.reload();
  await playground.ready();
  await expect(legend).toBeVisible();
  await expect(hint).toHaveCount(0);
});

test('on a phone Presets opens without the keyboard, and code for every client is one choice away', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  await playground.open();
  await page.getByRole('button', { name: /^Presets/ }).tap();
  const presets = page.getByRole('dialog', { name: 'Presets' });
  await expect(presets.getByRole('textbox', { name: 'Name for the current settings' })).toBeVisible();
  await expect(presets).toBeFocused();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More', exact: true }).tap();
  await page.getByRole('menuitem', { name: 'Code', exact: true }).tap();
  const dialog = page.getByRole('dialog', { name: 'Code', exact: true });
  const client = dialog.getByRole('combobox', { name: 'Client' });
  await expect(client).toBeInViewport({ ratio: 1 });
  await expect(dialog.getByRole('button', { name: 'Copy code' })).toBeInViewport({ ratio: 1 });
  await client.selectOption('curl');
  await expect(dialog.getByRole('region', { name: 'curl code' })).toContainText('--data-raw');
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
    'Run with probabilities',
    'Open as document',
    'Open run details',
  ]);
  await page.getByRole('menuitem', { name: 'Show prompt' }).tap();
  await expect(playground.completion).toContainText('Once upon a time there was a');
  await more.tap();
  const withProbabilities = page.getByRole('menuitem', { name: 'Run with probabilities' });
  const started = page.waitForRequest(
    (request) => request.method() === 'POST' && /"logprobs":5/.test(request.postData() ?? ''),
  );
  await withProbabilities.tap();
  await started;
  await playground.ended();
  await more.tap();
  await expect(page.getByRole('menuitem', { name: 'Regenerate' })).toBeVisible();
  await expect(withProbabilities).toHaveCount(0);
  await page.getByRole('menuitem', { name: 'Open run details' }).tap();
  await expect(page).toHaveURL(/\/history\/./);

  await playground.open();
  await showHistory(page);
  const sheet = page.getByRole('dialog', { name: 'History' });
  // The keyboard of a phone is one as well.
  await sheet.getByRole('searchbox').fill('once');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('button', { name: 'More', exact: true })).toBeFocused();
  await expect(page.getByRole('tooltip')).toHaveCount(0);
});

test('on a phone a Run all that is blocked stays at the field at fault', async ({ page }) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [columnOf('a', { temperature: 9 })]);
  await compare.open(`/compare?id=${id}`);
  await page.evaluate(() => {
    const scrollTo = Element.prototype.scrollTo;
    Element.prototype.scrollTo = function (this: Element, ...to: unknown[]) {
      if (this.matches('.compare-scroll')) this.setAttribute('data-scrolled', '');
      return Reflect.apply(scrollTo, this, to);
    };
  });
  await compare.runAll.tap();
  await expect(page.getByText(/^Column A can't run\./)).toBeVisible();
  await expect(compare.cell('Temperature', 'A')).toBeFocused();
  await expect(compare.cell('Temperature', 'A')).toBeInViewport();
  await expect(page.locator('[data-scrolled]')).toHaveCount(0);
});

test('on a phone a comparison has its title in one line with its menu, and the rest scrolls away with the columns', async ({
  page,
}) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [
    columnOf('a', { temperature: 0 }),
    columnOf('b', { temperature: 1 }),
  ]);
  await compare.open(`/compare?id=${id}`);
  const scroller = page.locator('.compare-scroll');
  expect((await scroller.boundingBox())?.y).toBeLessThan(160);
  const middleOf = async (locator: Locator) => {
    const box = await locator.boundingBox();
    return Math.round((box?.y ?? 0) + (box?.height ?? 0) / 2);
  };
  const title = page.getByRole('textbox', { name: 'Comparison title' });
  const more = page.getByRole('button', { name: 'More for this comparison' });
  expect(Math.abs((await middleOf(title)) - (await middleOf(more)))).toBeLessThanOrEqual(2);
  const modes = page.getByRole('navigation', { name: 'Compare by' });
  const add = page.getByRole('button', { name: 'Add column' });
  const scrolled = [compare.reference, modes, add, page.getByRole('button', { name: 'Share' })];
  for (const control of scrolled) await expect(control).toBeInViewport({ ratio: 1 });
  await compare.runAll.tap();
  await compare.ended('AB');
  await scroller.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  for (const control of scrolled) await expect(control).not.toBeInViewport();
  for (const control of [title, more, compare.runAll]) await expect(control).toBeInViewport({ ratio: 1 });
  await expectNothingWider(page, 'a comparison on a phone');
  // In the other views they stay.
  await page.getByRole('tab', { name: 'Table' }).tap();
  for (const control of [modes, add]) await expect(control).toBeInViewport({ ratio: 1 });
  expect(await smallTargets(page)).toEqual([]);
});

test('on a phone the page goes to a column that was added, and says which it is', async ({ page }) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [
    columnOf('a', { temperature: 0 }),
    columnOf('b', { temperature: 1 }),
  ]);
  await compare.open(`/compare?id=${id}`);
  const columns = page.getByRole('navigation', { name: 'Columns' });
  const isShown = async (letter: string) => {
    await expect(compare.column(letter)).toBeInViewport({ ratio: 0.2 });
    await expect(columns.locator('[aria-current=true]')).toHaveText(new RegExp(`^${letter}`));
  };
  await isShown('A');
  await compare.heads.nth(0).getByRole('button', { name: 'More for column A' }).tap();
  await page.getByRole('menuitem', { name: 'Duplicate' }).tap();
  await expect(page.getByText('Column B added.')).toBeVisible();
  await isShown('B');
  await expect(compare.cell('Temperature', 'B')).toHaveText('0');
  await page.getByRole('button', { name: 'Add column' }).tap();
  await page.getByRole('menuitem', { name: 'Duplicate last column' }).tap();
  await expect(page.getByText('Column D added.')).toBeVisible();
  await isShown('D');
  await expect(compare.cell('Temperature', 'D')).toHaveText('1');
  // So it does with a column that is moved, and with one that comes back.
  const more = (letter: string) => page.getByRole('button', { name: `More for column ${letter}` });
  await more('D').tap();
  await page.getByRole('menuitem', { name: 'Move left' }).tap();
  await isShown('C');
  await more('C').tap();
  await page.getByRole('menuitem', { name: 'Remove' }).tap();
  await expect(compare.heads).toHaveCount(3);
  await columns.getByRole('button', { name: /^Column A/ }).tap();
  await isShown('A');
  await page.getByRole('button', { name: 'Undo' }).tap();
  await expect(compare.heads).toHaveCount(4);
  await isShown('C');
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
  // Nothing is collapsed by itself, here as after a run.
  await expect(panes).toHaveCount(3);
  const group = output.getByRole('button', { name: '×3 identical, choice 1' });
  await expect(group).toHaveText('×3 identical');
  await group.tap();
  await expect(panes).toHaveCount(1);
  await group.tap();
  await expect(panes).toHaveCount(3);
  await expect(output.getByText(/^Same as choice 1/)).toHaveCount(2);
  const all = output.getByRole('button', { name: /^Show all of / });
  await expect(all).toHaveCount(3);
  const height = () => heightOf(panes.nth(1));
  const folded = await height();
  await output.getByRole('button', { name: 'Show all of choice 2' }).tap();
  await expect.poll(height).toBeGreaterThan(folded);
  await expect(all).toHaveCount(2);
  const less = output.getByRole('button', { name: 'Show less of choice 2' });
  const button = await less.elementHandle();
  await less.tap();
  await expect.poll(height).toBe(folded);
  // It was not taken away for a moment: it keeps its focus.
  await expect(all).toHaveCount(3);
  expect(await button?.evaluate((element) => element.isConnected)).toBe(true);

  // What fits is not offered to be shown.
  const short = await aFinishedRun(page.request, { ...same, max_tokens: 3 });
  await page.goto(`/?run=${short}`);
  await playground.ready();
  await playground.ended();
  await expect(group).toBeVisible();
  await expect(all).toHaveCount(0);
});

test('on a phone the tags of a run are under its title, and its note in one line that opens', async ({
  page,
}) => {
  await startGuest(page.request);
  const id = await aFinishedRun(page.request);
  await page.goto(`/history/${id}`);
  const line = page.getByRole('button', { name: /^About/ }).filter({ visible: true });
  const note = page.getByRole('textbox', { name: 'Note' });
  await expect(line).toBeInViewport({ ratio: 1 });
  await expect(line).toHaveText('About and note');
  await expect(note).toHaveCount(0);
  const tag = page.getByRole('button', { name: 'Tag', exact: true }).filter({ visible: true });
  const placeOfTag = await tag.boundingBox();
  await line.tap();
  await expect(note).toBeInViewport({ ratio: 1 });
  expect(await tag.boundingBox()).toEqual(placeOfTag);
  await note.fill('Reads well');
  await expect(page.getByRole('status').filter({ hasText: 'Saved', visible: true })).toBeVisible();
  await line.tap();
  await expect(line).toHaveText('About and noteReads well');
  // A tag is added by a button in words, or by Enter.
  const tags = page.getByRole('list', { name: 'Tags' }).filter({ visible: true });
  await tag.tap();
  // Writing is all that one does there.
  await expect(page.getByRole('textbox', { name: 'Tag to add' })).toBeFocused();
  const add = page.getByRole('button', { name: 'Add tag' });
  await expect(add).toHaveText(/^Add/);
  await expect(add).toBeDisabled();
  await page.getByRole('textbox', { name: 'Tag to add' }).fill('keeper');
  await add.tap();
  await expect(tags).toHaveText('keeper');
  await tag.tap();
  await page.getByRole('textbox', { name: 'Tag to add' }).fill('short');
  await page.keyboard.press('Enter');
  await expect(tags.getByRole('listitem')).toHaveText(['keeper', 'short']);
  await expect(tags).toBeInViewport({ ratio: 1 });
  await page.reload();
  await expect(line).toHaveText('About and noteReads well');
  await expect(tags.getByRole('listitem')).toHaveText(['keeper', 'short']);

  // A wide window has room for them.
  await page.setViewportSize({ width: 1280, height: 720 });
  await expect(line).toBeHidden();
  await expect(page.getByRole('region', { name: 'Note' }).getByRole('textbox')).toHaveValue('Reads well');
  await expect(tags.getByRole('listitem')).toHaveText(['keeper', 'short']);
});

/** What is known without a word: the same everywhere, or beside what it acts on. */
const EVIDENT =
  /^(Close|Dismiss|Back|Copy|More|About|Account|Star|Starred|Remove|Delete|Show all|Previous|Next|Repeat|Move|Search actions|Actions of|Branch actions|Pause|Play|Run column|Stop column|Stop varying|Turn|Undo|Show (key|value|password)|Hide (key|value|password))/;

test('on a phone every action of a document has a word or is known without one, and is large enough for a finger', async ({
  page,
}) => {
  test.setTimeout(600_000);
  await startGuest(page.request);
  const wordless: string[] = [];
  const small: string[] = [];
  await everyDocument(page, async (what) => {
    for (const { name } of await findIcons(page, false)) {
      if (!EVIDENT.test(name)) wordless.push(`${name} (${what})`);
    }
    small.push(...(await smallTargets(page)).map((target) => `${target} (${what})`));
    await expectNothingWider(page, what);
  });
  expect([...new Set(wordless)]).toEqual([]);
  expect([...new Set(small)]).toEqual([]);
});

test('on a phone every action has a word or is known without one, and is large enough for a finger', async ({
  page,
  playground,
  upstream,
}) => {
  test.setTimeout(600_000);
  await page.setViewportSize({ width: 390, height: 844 });
  const { runs, comparison, sweep, links } = await aFullAccount(page.request, upstream);
  const wordless: string[] = [];
  const small: string[] = [];
  const look = async (what: string) => {
    for (const { name } of await findIcons(page, false)) {
      if (!EVIDENT.test(name)) wordless.push(`${name} (${what})`);
    }
    small.push(...(await smallTargets(page)).map((target) => `${target} (${what})`));
  };
  await playground.open();
  await look('the playground');
  for (const [name, id] of Object.entries(runs)) {
    await page.goto(`/?run=${id}`);
    await playground.ready();
    await playground.ended(name === 'failed' ? 'failed' : 'complete');
    if (name !== 'failed')
      await expect(playground.output.getByRole('button', { name: /^Append/ }).first()).toBeVisible();
    await look(`the output of the ${name} run`);
  }
  await page.goto(`/?run=${runs.many}`);
  await playground.ended();
  await page.getByRole('button', { name: /What was applied/ }).tap();
  await expect(page.getByRole('region', { name: 'What was applied' }).getByRole('table')).toBeVisible();
  await look('the request check');
  await showHistory(page);
  await expect(
    page.getByRole('dialog', { name: 'History' }).getByRole('list', { name: 'Runs' }),
  ).toBeVisible();
  await look('the history in a sheet');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Show parameters' }).tap();
  const parameters = page.getByRole('dialog', { name: 'Parameters' });
  for (const send of await parameters.getByRole('switch', { name: /^Send (Seed|Logit bias)/ }).all()) {
    await send.setChecked(true);
    await send.scrollIntoViewIfNeeded();
    await look('the parameters');
  }
  for (const id of [runs.many, runs.failed]) {
    await page.goto(`/history/${id}`);
    await expect(page.getByRole('complementary', { name: 'About this run' })).toBeVisible();
    await page
      .getByRole('button', { name: /^About/ })
      .filter({ visible: true })
      .first()
      .tap();
    await expect(page.getByRole('textbox', { name: 'Note' })).toBeVisible();
    await look('the page of a run');
  }
  await page.goto('/history');
  await expect(page.getByRole('list', { name: 'Runs' })).toBeVisible();
  await look('the history');
  await page
    .getByRole('checkbox', { name: /^Select: / })
    .first()
    .check();
  await look('the history with a selection');
  await page.goto('/history/comparisons');
  await expect(page.getByRole('listitem').first()).toBeVisible();
  await look('the comparisons');
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${comparison}`);
  await expect(page.getByText('First divergence').first()).toBeVisible();
  await compare.table.getByRole('button', { name: 'Measures' }).filter({ visible: true }).first().tap();
  await look('columns');
  const grid = new SweepPage(page);
  await grid.open(`/compare?id=${sweep}`);
  await look('a sweep');
  await grid.cell(1, 1).tap();
  await expect(page.getByRole('button', { name: 'Use these settings' })).toBeVisible();
  await look('a cell of a sweep');
  await page.keyboard.press('Escape');
  for (const tab of ['Heat map', 'Line chart'] as const) {
    await grid.show(tab);
    await look(`the ${tab}`);
  }
  for (const place of ['connections', 'links', 'api', 'account', 'appearance']) {
    await page.goto(`/settings/${place}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await look(`the ${place}`);
  }
  for (const path of Object.values(links)) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await look('a shared page');
  }
  expect.soft(wordless).toEqual([]);
  expect(small).toEqual([]);
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
  await page.getByRole('menuitem', { name: 'Blind vote…' }).tap();
  const judging = page.getByRole('dialog', { name: 'Blind vote' });
  await judging.getByRole('button', { name: 'Close', exact: true }).last().tap();
  await expect(judging).toBeHidden();
  await more.tap();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'CSV, one row per output' }).tap(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
});

/** Draws one finger sideways over it; a negative distance is to the left. */
async function swipe(page: Page, over: Locator, distance: number): Promise<void> {
  const box = await over.boundingBox();
  if (!box) throw new Error('Nothing to swipe over');
  const session = await page.context().newCDPSession(page);
  const from = { x: box.x + box.width * 0.8, y: box.y + box.height / 2 };
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', [from]);
  for (let step = 1; step <= 12; step += 1) {
    await touch('touchMove', [{ ...from, x: from.x + (distance * step) / 12 }]);
  }
  await touch('touchEnd', []);
  await session.detach();
}

test('on a phone the history has tags in its lines, the rarer filters on demand, and says of a comparison what it is', async ({
  page,
}) => {
  await startGuest(page.request);
  const runId = await aFinishedRun(page.request);
  const tagged = await page.request.patch(`/api/runs/${runId}`, { data: { tags: ['keeper', 'short'] } });
  expect(tagged.ok()).toBe(true);
  await saveComparison(page.request, [columnOf('a', {}), columnOf('b', {})]);
  await saveSweep(
    page.request,
    {},
    { axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 1] }] },
  );
  await page.goto('/history');
  const filters = page.getByRole('group', { name: 'Filters' });
  const probabilities = filters.getByRole('button', { name: 'Probabilities' });
  await expect(probabilities).toBeHidden();
  const more = filters.getByRole('button', { name: 'More filters' });
  await expect(more).toBeInViewport({ ratio: 1 });
  // One line of them, with what a person marked.
  for (const name of ['Tag', 'Starred'])
    await expect(filters.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
  expect(await heightOf(filters)).toBeLessThan(60);
  const line = page.getByRole('list', { name: 'Runs' }).locator(`[data-run="${runId}"]`);
  await expect(line.getByText('keeper', { exact: true })).toBeInViewport({ ratio: 1 });
  await expect(line.getByText('+1', { exact: true })).toBeInViewport({ ratio: 1 });
  await more.tap();
  for (const name of [
    'Status',
    'Date',
    'Tag',
    'Starred',
    'Connection',
    'Source',
    'Finish reason',
    'Probabilities',
    'Fewer filters',
  ])
    await expect(filters.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
  // One whose last value is taken away stays under its open menu.
  const status = page.locator('fieldset[aria-label="Filters"] button', { hasText: /^Status/ });
  await status.tap();
  const complete = page.getByRole('checkbox', { name: 'Complete' });
  await complete.check();
  await page.keyboard.press('Escape');
  await filters.getByRole('button', { name: 'Fewer filters' }).tap();
  await expect(status).toHaveText(/Complete$/);
  await status.tap();
  await complete.uncheck();
  await expect(status).toHaveText('Status');
  await expect(status).toBeVisible();
  await expect(complete).toBeInViewport();
  await page.keyboard.press('Escape');
  // Nor did the others go: a finger on its way to one of them would have missed it.
  await probabilities.tap();
  await expect(page).toHaveURL(/probabilities=/);
  // One that is set is in sight after a reload.
  await page.reload();
  await expect(probabilities).toBeInViewport({ ratio: 1 });
  await page.goto('/history/comparisons');
  await expect(page.getByRole('listitem').filter({ hasText: 'Columns' })).toContainText('2 columns');
  await expect(page.getByText('Columns', { exact: true }).filter({ visible: true })).toHaveCount(1);
  await expect(page.getByText('Sweep', { exact: true }).filter({ visible: true })).toHaveCount(1);
  await expect(page.getByText('Temperature, 2 runs').filter({ visible: true })).toHaveCount(1);
});

test('a phone that is turned keeps the link that is being made', async ({ page }) => {
  await signUpThroughApi(page.request);
  const id = await saveComparison(page.request, [columnOf('a', { max_tokens: 3 })]);
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${id}`);
  await compare.runAll.tap();
  await compare.ended('A');
  await page.getByRole('button', { name: 'Share', exact: true }).tap();
  const title = page.getByRole('dialog').getByRole('textbox', { name: 'Title' });
  await title.fill('Turned');
  for (const [width, height] of [
    [844, 390],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    // The controls are those of this width by now.
    await expect(page.locator('main header nav')).toHaveCount(width > 640 ? 1 : 0);
    await expect(title).toHaveValue('Turned');
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('on a phone the text of a cell in full has the height, and its measures and settings are folded below it', async ({
  page,
}) => {
  await startGuest(page.request);
  const id = await saveSweep(
    page.request,
    { max_tokens: 200 },
    { axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 1] }] },
  );
  const sweep = new SweepPage(page);
  await sweep.open(`/compare?id=${id}`);
  await sweep.run();
  await sweep.ended();
  await sweep.cell(1, 0).tap();
  const sheet = page.getByRole('dialog', { name: /^Temperature/ });
  const text = sheet.getByRole('region', { name: 'Completion', exact: true });
  await expect(text).toBeVisible();
  await expect.poll(() => heightOf(text)).toBeGreaterThan(844 / 2);
  for (const [part, row] of [
    ['Measures', 'Characters'],
    ['Settings', 'Temperature'],
  ] as const) {
    const fold = sheet.getByRole('region', { name: part, exact: true });
    await expect(fold.getByRole('heading', { name: part })).toBeInViewport({ ratio: 1 });
    await expect(fold.getByText(row, { exact: true })).toBeHidden();
    await fold.getByRole('heading', { name: part }).tap();
    await expect(fold.getByText(row, { exact: true })).toBeVisible();
    await fold.getByRole('heading', { name: part }).tap();
  }
  await sheet.getByRole('region', { name: 'Measures', exact: true }).getByRole('heading').tap();
  expect(await smallTargets(page)).toEqual([]);
});

test('on a phone a sweep’s repeats take a finger, its chart of four columns fits, and its end moves nothing', async ({
  page,
}) => {
  await startGuest(page.request);
  const id = await saveSweep(
    page.request,
    {},
    {
      axes: [
        { kind: 'parameter', parameter: 'temperature', values: [0, 1] },
        { kind: 'parameter', parameter: 'top_p', values: [0.2, 0.4, 0.6, 1] },
      ],
    },
  );
  const sweep = new SweepPage(page);
  await sweep.open(`/compare?id=${id}`);
  const repeats = page.getByRole('group', { name: 'Repeats per cell' }).getByRole('button');
  for (const box of await repeats.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width)))
    expect(box).toBeGreaterThanOrEqual(40);
  await sweep.run();
  await expect(sweep.progress).toBeVisible();
  const tabs = page.getByRole('tablist', { name: 'Results view' });
  const place = (await tabs.boundingBox())?.y;
  await sweep.ended();
  await expect(sweep.progress).toHaveText('8 done');
  expect((await tabs.boundingBox())?.y).toBe(place);
  await sweep.show('Heat map');
  await expect(sweep.grid.locator('[data-point="0:3"]')).toBeInViewport({ ratio: 1 });
  await expect(page.getByText('Scroll sideways to see more.')).toHaveCount(0);
});

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
        { kind: 'parameter', parameter: 'temperature', values: [0, 1.5] },
        { kind: 'parameter', parameter: 'top_p', values: [0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1] },
      ],
    },
  );
  const sweep = new SweepPage(page);
  await sweep.open(`/compare?id=${id}`);
  await sweep.run();
  await sweep.ended();
  await sweep.show('Heat map');
  const scroller = page.getByRole('region', { name: 'Heat map', exact: true });
  // What its colors mean is said before them, and no two steps look alike.
  const colours = scroller.getByText('Colors show rank, not magnitude.');
  const above = (await colours.boundingBox())?.y ?? 844;
  expect(above).toBeLessThan((await sweep.grid.locator('[data-point="0:0"]').boundingBox())?.y ?? 0);
  const steps = await scroller
    .locator('[data-heat-class]')
    .evaluateAll((all) =>
      all.map((one) => [...one.querySelectorAll('text')].map((text) => text.textContent)),
    );
  const ends = steps.map((texts) => texts.map((text) => text?.replace('to ', '')));
  for (const [at, [low]] of ends.entries()) if (at > 0) expect(low).not.toBe(ends[at - 1]?.at(-1));
  const more = page.locator('[data-more=right]');
  await expect(more).toBeVisible();
  await expect(page.getByText('Scroll sideways to see more.')).toBeVisible();
  const labels = page.locator('[data-row-labels]');
  const left = async () => (await labels.boundingBox())?.x;
  const before = await left();
  const last = sweep.grid.locator('[data-point="0:6"]');
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

test('on a phone the main path: stop, three choices, one used, a preset, a comparison, a link, a wrong key', async ({
  page,
  playground,
  upstream,
  browser,
}) => {
  test.slow();
  const guest = await startGuest(page.request);
  await guest.setPace(20);
  await playground.open();
  const { output, prompt } = playground;
  // A first completion, stopped.
  await page.getByRole('button', { name: 'Run', exact: true }).tap();
  await expect(playground.completion).toContainText(/\w/);
  // A press too soon after the button's label changed is ignored, so it is repeated until it is taken.
  await expect(async () => {
    if (await playground.stopButton.isVisible()) await playground.stopButton.tap({ timeout: 1_000 });
    await expect(playground.status('Stopped')).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await guest.setPace(1000);

  // Three choices, the second used.
  await page.getByRole('button', { name: 'Show parameters' }).tap();
  const parameters = page.getByRole('dialog', { name: 'Parameters' });
  await parameters.getByRole('switch', { name: 'Send Choices (n)', exact: true }).tap();
  await parameters.getByRole('textbox', { name: 'Choices (n)', exact: true }).fill('3');
  await parameters.getByRole('button', { name: 'Close' }).tap();
  await prompt.fill('The recipe calls for');
  await expect(async () => {
    await playground.runButton.tap({ timeout: 1_000 });
    await expect(output.getByRole('button', { name: /^Append to prompt, choice 1/ })).toBeVisible({
      timeout: 5_000,
    });
  }).toPass();
  await playground.ended();
  // Equal texts are one choice.
  const append = output.getByRole('button', { name: /^Append to prompt, choice \d/ }).last();
  await expect(append).toHaveText('Append');
  await append.tap();
  await expect(page.getByText(/added to the prompt/)).toBeVisible();
  await expect(prompt).toHaveValue(/^The recipe calls for.+/s);

  // A preset.
  await page.getByRole('button', { name: /^Preset/ }).tap();
  const presets = page.getByRole('dialog', { name: 'Presets' });
  await presets.getByRole('textbox').fill('Three');
  await presets.getByRole('button', { name: 'Save' }).tap();
  await expect(presets.getByRole('button', { name: /^Three/ })).toBeVisible();
  await page.keyboard.press('Escape');

  // A comparison: its outputs are in sight once they are asked for.
  await page.getByRole('button', { name: 'More', exact: true }).tap();
  await page.getByRole('menuitem', { name: 'Compare with other settings' }).tap();
  const compare = new ComparePage(page);
  await compare.ready();
  await compare.prompt.fill('Once upon a time there was a');
  await expect(compare.heads).toHaveCount(2);
  const text = compare
    .column('A')
    .getByRole('region', { name: /^Completion/ })
    .first();
  await page.getByRole('button', { name: 'Run all' }).tap();
  await expect(text).toBeInViewport({ ratio: 0.5 });
  await compare.ended('AB');

  // A run of the history, and a link to it that somebody else opens.
  const places = page.getByRole('navigation', { name: 'Main' });
  await places.getByRole('link', { name: 'History' }).tap();
  await page.getByRole('list', { name: 'Runs' }).getByRole('link').first().tap();
  await expect(page).toHaveURL(/\/history\/./);
  await page.getByRole('button', { name: 'Share' }).tap();
  const share = page.getByRole('dialog', { name: 'Share this run' });
  await share.getByRole('button', { name: /^Create/ }).tap();
  const field = page.getByRole('dialog').getByRole('textbox', { name: /^Link/ });
  await expect(field).toHaveValue(/\/s\/./);
  const link = await field.inputValue();
  const elsewhere = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const reader = await elsewhere.newPage();
  await reader.goto(link);
  await expect(reader.getByRole('heading', { level: 1 })).toBeInViewport();
  expect(await reader.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await elsewhere.close();
  await page.keyboard.press('Escape');

  // A connection, with a wrong key first, and without a name.
  await places.getByRole('link', { name: 'Settings' }).tap();
  await page.getByRole('button', { name: 'New connection' }).tap();
  const form = page.getByRole('dialog', { name: 'New connection' });
  await form.getByText('Custom / OpenAI-compatible', { exact: true }).tap();
  await form.getByRole('textbox', { name: 'Base URL' }).fill(upstream.url);
  await form.getByLabel('Key', { exact: true }).fill('sk-wrong-0123456789');
  upstream.alwaysModels(answers.error(401, 'No such key.'));
  await form.getByRole('button', { name: 'Test connection' }).tap();
  const told = form.getByRole('status').filter({ hasText: /key|Connected/ });
  await expect(told).toContainText('The server rejected the key (401): No such key.');
  await expect(told).toBeInViewport();
  await form.getByLabel('Key', { exact: true }).fill('sk-right-0123456789');
  upstream.alwaysModels(answers.models(['test-model']));
  await form.getByRole('button', { name: 'Test connection' }).tap();
  await expect(told).toContainText('Connected.');
  await form.getByRole('button', { name: 'Add connection' }).tap();
  await expect(page.getByRole('heading', { name: new URL(upstream.url).host })).toBeVisible();
  await page.getByRole('button', { name: 'Open the playground' }).tap();
  await expect(page.getByRole('button', { name: 'Model: test-model' })).toBeVisible();
});

test('on a phone a list to choose from is drawn in the type of what is beside it, and not zoomed into', async ({
  page,
}) => {
  await startGuest(page.request);
  await page.goto('/history');
  await page.getByRole('button', { name: 'More filters' }).tap();
  const select = page.getByRole('combobox', { name: 'Order' });
  await expect(select).toBeVisible();
  const drawn = await select.evaluate((element: HTMLSelectElement) => {
    const { width, height } = element.getBoundingClientRect();
    const around = element.parentElement?.getBoundingClientRect();
    const size = Number.parseFloat(getComputedStyle(element).fontSize);
    return {
      // iOS zooms the page into fields with smaller type.
      size,
      type: (size * width) / element.offsetWidth,
      isWhole: Math.abs((around?.width ?? 0) - width) < 1 && Math.abs((around?.height ?? 0) - height) < 1,
      height,
    };
  });
  expect(drawn.size).toBe(16);
  expect(drawn.type).toBeCloseTo(13, 0);
  expect(drawn.isWhole).toBe(true);
  expect(drawn.height).toBeGreaterThanOrEqual(39);
});

test('on a phone what is appended is in view at the end of the prompt', async ({ page, playground }) => {
  await startGuest(page.request);
  await playground.open();
  await playground.prompt.fill('A line of the prompt.\n'.repeat(30));
  await page.getByRole('button', { name: 'Run', exact: true }).tap();
  await playground.ended();
  const below = () =>
    playground.prompt.evaluate((field) => field.scrollHeight - field.clientHeight - field.scrollTop);
  await playground.prompt.evaluate((field) => field.scrollTo({ top: 0 }));
  expect(await below()).toBeGreaterThan(100);
  await playground.output.getByRole('button', { name: 'Append to prompt' }).tap();
  await expect(page.getByText('added to the prompt')).toBeVisible();
  expect(await below()).toBeLessThanOrEqual(1);
});

test('on a phone the menus of the playground and of its document have names of their own', async ({
  page,
}) => {
  await startGuest(page.request);
  await page.goto('/');
  await page.getByRole('button', { name: 'Document mode' }).tap();
  const document = page.getByRole('region', { name: 'Document', exact: true });
  await expect(document.getByRole('button', { name: 'Actions for this document' })).toHaveText('Actions');
  await expect(page.getByText('More', { exact: true }).filter({ visible: true })).toHaveCount(1);
});

test('on a phone a swipe between columns ends at one, also where their heads are out of sight', async ({
  page,
}) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [
    columnOf('a', { temperature: 0 }),
    columnOf('b', { temperature: 1 }),
    columnOf('c', { temperature: 1.5 }),
  ]);
  await compare.open(`/compare?id=${id}`);
  await compare.runAll.tap();
  await compare.ended('ABC');
  const scroller = page.locator('.compare-scroll');
  for (const down of [0, 1]) {
    await scroller.evaluate((element, part) => {
      element.scrollTo({ top: part * element.scrollHeight, left: 0 });
    }, down);
    await scroller.evaluate((element) => element.scrollBy({ left: element.clientWidth * 0.7 }));
    await expect
      .poll(() => scroller.evaluate(({ scrollLeft, clientWidth }) => Math.round(scrollLeft - clientWidth)))
      .toBe(0);
  }
});

for (const kind of ['run', 'document'] as const) {
  test(`on a phone the first tap on a token of a shared ${kind} shows its probability`, async ({
    app,
    page,
    playwright,
  }) => {
    const owner = await playwright.request.newContext({ baseURL: app.url });
    await startGuest(owner);
    const { path } =
      kind === 'run'
        ? await aShare(owner, await aFinishedRun(owner, { logprobs: 3, max_tokens: 30, seed: 11 }))
        : await aShareOfDocument(owner, (await aStory(owner)).documentId);
    await owner.dispose();
    // What is tapped before the page works is for nobody.
    await page.goto(path ?? '', { waitUntil: 'networkidle' });
    const text = page.locator('[data-output] .run-text').first();
    const before = await text.boundingBox();
    const token = await tokenIn(text);
    await page.touchscreen.tap(token.x, token.y);
    // Nothing of it is for screen readers, which walk by keys.
    await expect(page.locator('.floating').getByText('Log probability')).toBeVisible();
    // The tools that come with the probabilities push nothing away.
    if (kind === 'run')
      await expect(page.getByRole('button', { name: 'What if', exact: true })).toBeVisible();
    expect(await text.boundingBox()).toEqual(before);
    await expect(page.locator('.floating').getByText('Log probability')).toBeVisible();
  });
}

/** A point in the last characters of a text, which are a model's: a document begins with a person's. */
function tokenIn(text: Locator): Promise<{ x: number; y: number }> {
  return text.evaluate((element) => {
    const range = document.createRange();
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let last = null;
    while (walker.nextNode()) if (walker.currentNode.nodeValue?.trim()) last = walker.currentNode;
    if (!last?.nodeValue) throw new Error('There is no text.');
    const end = last.nodeValue.trimEnd().length;
    range.setStart(last, end - 2);
    range.setEnd(last, end - 1);
    const { left, top, width, height } = range.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  });
}
