import { expect, type Page } from '@playwright/test';
import { formatShortcut } from '@/components/ui/shortcut-text';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { continuedDocument, DocumentPage } from './support/document';
import { startGuest } from './support/guest';
import { openOnUpstream } from './support/open-on-upstream';
import { SweepPage, saveSweep } from './support/sweep';
import { test } from './support/test';

/*
 * Presses every key that the list of shortcuts shows. The last test compares what was pressed with the list: a key
 * that is listed and not pressed here fails it, and so does one that is no longer listed.
 */

test.describe.configure({ mode: 'serial' });

const PLAYWRIGHT: Readonly<Record<string, string>> = {
  mod: 'Control',
  ctrl: 'Control',
  shift: 'Shift',
  alt: 'Alt',
  enter: 'Enter',
  escape: 'Escape',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  home: 'Home',
  end: 'End',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  space: 'Space',
  delete: 'Delete',
  f2: 'F2',
  f8: 'F8',
};

const pressed = new Set<string>();

/** Presses a key that stands in this group of the list. */
async function press(page: Page, group: string, keys: string): Promise<void> {
  pressed.add(`${group}: ${formatShortcut(keys, false)}`);
  await page.keyboard.press(
    keys
      .split('+')
      .map((key) => PLAYWRIGHT[key] ?? key)
      .join('+'),
  );
}

const STORY = 'Once upon a time there was a';

test('everywhere', async ({ page }) => {
  const group = 'Everywhere';
  for (const path of ['/', '/history', '/compare', '/settings/appearance']) {
    await page.goto(path);
    const palette = page.getByRole('dialog', { name: 'Search actions' });
    await expect(async () => {
      await press(page, group, 'mod+shift+p');
      await expect(palette).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await page.keyboard.press('Escape');
    await expect(palette).toHaveCount(0);
    await press(page, group, 'f2');
    await expect(palette).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(palette).toHaveCount(0);
    await press(page, group, '?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  }
});

test('playground and slider', async ({ page, playground }) => {
  const group = 'Playground';
  const guest = await startGuest(page.request);
  await playground.open();
  await playground.prompt.fill(STORY);
  await press(page, group, 'mod+enter');
  await playground.ended();
  await expect(playground.history).toHaveCount(1);
  await press(page, group, 'mod+shift+enter');
  await expect(playground.history).toHaveCount(2);
  await playground.ended();
  await playground.history.first().focus();
  await page.keyboard.press('Delete');
  const undo = page.getByRole('button', { name: 'Undo', exact: true });
  await expect(undo).toBeVisible();
  await press(page, 'Everywhere', 'f8');
  await expect(undo).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(playground.history).toHaveCount(2);
  await press(page, group, 'mod+k');
  const models = page.getByRole('dialog', { name: 'Models' });
  await expect(models).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(models).toHaveCount(0);
  const history = page.getByRole('complementary', { name: 'History' });
  await press(page, group, 'mod+b');
  await expect(history).toHaveCount(0);
  await press(page, group, 'mod+b');
  await expect(history).toBeVisible();
  await press(page, group, 'mod+.');
  await expect(playground.parameters).toHaveCount(0);
  await press(page, group, 'mod+.');
  await expect(playground.parameters).toBeVisible();
  await expect(playground.prompt).not.toBeFocused();
  await press(page, group, 'mod+/');
  await expect(playground.prompt).toBeFocused();

  const slider = playground.parameters.getByRole('slider', { name: 'Temperature' });
  await playground.setParameter('temperature', 1);
  await slider.focus();
  for (const [key, value] of [
    ['right', '1.01'],
    ['left', '1'],
    ['pageup', '1.1'],
    ['pagedown', '1'],
    ['home', '0'],
    ['end', '2'],
  ] as const) {
    await press(page, 'Slider', key);
    await expect(slider).toHaveAttribute('aria-valuenow', value);
  }
  await playground.setParameter('temperature', 1);

  await guest.setPace(4);
  await playground.setParameter('max_tokens', 200);
  await playground.prompt.focus();
  await page.keyboard.press('Control+Enter');
  await expect(playground.stopButton).toBeVisible();
  await expect.poll(() => playground.text()).not.toBe('');
  await press(page, group, 'escape');
  await playground.ended('stopped');
});

test('output with probabilities, and what if', async ({ page }) => {
  const group = 'Output with probabilities';
  // So that the text has several lines.
  await page.setViewportSize({ width: 700, height: 900 });
  const guest = await startGuest(page.request);
  const { choices } = await guest.complete({
    prompt: STORY,
    max_tokens: 60,
    logprobs: 5,
    seed: 4,
    temperature: 1.6,
  });
  const { runs } = await (await page.request.get('/api/runs?limit=1')).json();
  await page.goto(`/history/${runs[0].id}`);
  const tokens = choices[0]?.tokens ?? [];
  const completion = page.getByRole('region', { name: 'Completion', exact: true });
  const said = page.getByRole('status').filter({ hasText: /^“/ });
  const isAt = (at: number) =>
    expect(said).toHaveText(new RegExp(`^“${(tokens.at(at)?.text ?? '?').trim()}”`));
  await expect(async () => {
    // Only a page that has come alive lets it have the focus.
    await completion.focus();
    await press(page, group, 'right');
    await expect(said).toHaveCount(1, { timeout: 500 });
  }).toPass();
  await press(page, group, 'home');
  await isAt(0);
  await press(page, group, 'right');
  await isAt(1);
  await press(page, group, 'left');
  await isAt(0);
  const first = await said.textContent();
  await press(page, group, 'down');
  await expect(said).not.toHaveText(first ?? '');
  await press(page, group, 'up');
  await expect(said).toHaveText(/^“/);
  await press(page, group, 'end');
  await isAt(-1);
  await press(page, group, 'enter');
  const menu = page.getByRole('dialog', { name: /^Token “/ });
  await expect(menu).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await press(page, group, 'escape');
  await expect(said).toHaveCount(0);

  await page.getByRole('button', { name: 'What if', exact: true }).click();
  const row = page.getByRole('region', { name: 'What if', exact: true });
  await row.getByRole('slider', { name: 'What if: temperature' }).press('Home');
  await expect(row.getByText(/ruled out: [2-9]/)).toBeVisible();
  await press(page, 'What if', 'n');
  await expect(row.getByText(/^1 of \d/)).toBeVisible();
  await press(page, 'What if', 'n');
  await expect(row.getByText(/^2 of \d/)).toBeVisible();
  await press(page, 'What if', 'p');
  await expect(row.getByText(/^1 of \d/)).toBeVisible();
  await row.getByRole('button', { name: 'Reset' }).focus();
  await press(page, 'What if', 'escape');
  await expect(row).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'What if', exact: true })).toBeFocused();
});

test('document, and its branches', async ({ page, playground }) => {
  const group = 'Document';
  const branches = 'Document branches';
  await startGuest(page.request);
  const document = await continuedDocument(playground, STORY, {
    logprobs: 5,
    max_tokens: 8,
    n: 2,
    temperature: 1.6,
    seed: 4,
  });
  const choice = document.pane.getByText(/^Choice \d of 2/);
  await expect(choice).toHaveText(/^Choice 1/);
  const text = await document.text();
  await press(page, group, 'alt+]');
  await expect(choice).toHaveText(/^Choice 2/);
  const other = await document.text();
  expect(other).not.toBe(text);
  await press(page, group, 'alt+[');
  await expect(choice).toHaveText(/^Choice 1/);
  await page.keyboard.press('ArrowLeft');
  await press(page, group, 'alt+enter');
  const menu = page.getByRole('dialog', { name: /^Token “/ });
  await expect(menu).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);

  const undoing = document.pane.getByText(/^Undo removes/);
  await press(page, group, 'mod+z');
  await expect(undoing).toBeVisible();
  await press(page, group, 'escape');
  await expect(undoing).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect.poll(() => document.text()).toBe(STORY);
  await press(page, group, 'mod+shift+z');
  await expect.poll(() => document.text()).toBe(text);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect.poll(() => document.text()).toBe(STORY);
  await press(page, group, 'mod+y');
  await expect.poll(() => document.text()).toBe(text);

  const texts = [text, other];
  const chips = document.pane.getByRole('list', { name: 'Sibling branches' }).getByRole('button');
  const isFirst = (await chips.first().getAttribute('aria-current')) === 'true';
  const there = isFirst ? 'alt+pagedown' : 'alt+pageup';
  await press(page, branches, there);
  await expect.poll(() => document.text()).toBe(other);
  await press(page, branches, isFirst ? 'alt+pageup' : 'alt+pagedown');
  await expect.poll(() => document.text()).toBe(text);
  await press(page, branches, 'alt+shift+pageup');
  await expect.poll(() => document.text()).toBe(STORY);
  await press(page, branches, 'alt+shift+pagedown');
  await expect.poll(async () => texts.includes(await document.text())).toBe(true);

  await page.keyboard.press('Control+Home');
  await press(page, group, 'mod+f');
  const find = document.pane.getByPlaceholder('Find');
  await expect(find).toBeFocused();
  await find.fill('a');
  const selected = () => page.evaluate(() => String(getSelection()));
  await document.editor.focus();
  await press(page, group, 'F3');
  await expect.poll(selected).toBe('a');
  const place = () => page.evaluate(() => getSelection()?.getRangeAt(0).getBoundingClientRect().left);
  const first = await place();
  await page.keyboard.press('F3');
  await expect.poll(place).not.toBe(first);
  await press(page, group, 'shift+F3');
  await expect.poll(place).toBe(first);
});

test('suggestion in a document', async ({ page, playground, upstream }) => {
  const group = 'Document suggestions';
  await openOnUpstream(playground, upstream);
  await playground.setParameter('n', 2);
  const document = new DocumentPage(page);
  await document.switchTo();
  await document.pane.getByRole('switch', { name: 'Suggest' }).click();
  const ghost = document.editor.locator('.cm-ghost');
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  await document.write('The recipe');
  await stream.begun;
  stream.text(' calls for two eggs,\nand some flour', 0);
  stream.text(' needs one egg,\nand some milk', 1);
  stream.finish();
  await expect(ghost).toContainText('1/2');
  await press(page, group, 'alt+]');
  await expect(ghost).toContainText('2/2');
  await press(page, group, 'alt+[');
  await expect(ghost).toContainText('1/2');
  await press(page, group, 'Tab');
  await expect.poll(() => document.text()).toMatch(/^The recipe (calls|needs)$/);
  await press(page, group, 'shift+Tab');
  await expect.poll(() => document.text()).toMatch(/(eggs|egg),$/);
  await press(page, group, 'right');
  await expect.poll(() => document.text()).toMatch(/(flour|milk)$/);
  await expect(ghost).toHaveCount(0);
  upstream.enqueue(answers.stream([' more']));
  await page.keyboard.type(' and');
  await expect(ghost).toContainText('more');
  await press(page, group, 'escape');
  await expect(ghost).toHaveCount(0);
});

test('list of runs, and history', async ({ page }) => {
  const list = 'Run list';
  const guest = await startGuest(page.request);
  for (let at = 0; at < 14; at += 1) await guest.complete({ prompt: `Run ${at}`, max_tokens: 1 });
  await page.goto('/history');
  const rows = page.getByRole('list', { name: 'Runs' }).locator('[data-run]');
  await expect(rows).toHaveCount(14);
  await press(page, 'History', '/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('Escape');
  const isAt = (at: number) => expect(rows.nth(at)).toBeFocused();
  await rows.first().focus();
  for (const [key, at] of [
    ['down', 1],
    ['up', 0],
    ['pagedown', 10],
    ['pageup', 0],
    ['end', 13],
    ['home', 0],
  ] as const) {
    await press(page, list, key);
    await isAt(at);
  }
  await press(page, 'History', 's');
  await expect(
    page
      .getByRole('img', { name: 'Starred' })
      .or(page.getByRole('button', { name: /^(Unstar|Starred)/ }))
      .first(),
  ).toBeVisible();
  const selected = page.getByRole('checkbox', { checked: true });
  await press(page, 'History', 'x');
  await expect(selected).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await isAt(1);
  await page.keyboard.press('ArrowDown');
  await isAt(2);
  await press(page, 'History', 'shift+x');
  await expect(selected).toHaveCount(3);
  await press(page, 'History', 'escape');
  await expect(selected).toHaveCount(0);
  await rows.nth(2).focus();
  await press(page, list, 'delete');
  await expect(rows).toHaveCount(13);
  await isAt(2);
  await press(page, list, 'enter');
  await page.waitForURL(/\/history\/./);
});

test('run page', async ({ page, playground }) => {
  const group = 'Run page';
  await startGuest(page.request);
  await playground.open();
  await playground.prompt.fill(STORY);
  await playground.runToEnd();
  await expect(playground.history).toHaveCount(1);
  const [parent] = await playground.history.evaluateAll((rows) =>
    rows.map((row) => row.getAttribute('data-run')),
  );
  for (const count of [2, 3]) {
    await page.goto(`/?run=${parent}`);
    await playground.ready();
    await playground.ended();
    await playground.setParameter('max_tokens', count * 3);
    await playground.runToEnd();
    await expect(playground.history).toHaveCount(count);
  }
  await page.goto(`/history/${parent}`);
  const items = page.getByRole('tree', { name: 'Related runs' }).getByRole('treeitem');
  await expect(items).toHaveCount(3);
  const isCurrent = (at: number) => expect(items.nth(at)).toHaveAttribute('aria-current', 'page');
  await isCurrent(0);
  await press(page, group, 'alt+down');
  await isCurrent(1);
  await press(page, group, ']');
  await isCurrent(2);
  await press(page, group, '[');
  await isCurrent(1);
  await press(page, group, 'alt+up');
  await isCurrent(0);
});

test('compare, head of a column, and blind judging', async ({ page }) => {
  const guest = await startGuest(page.request);
  const id = await saveComparison(page.request, [
    columnOf('a', { temperature: 0, max_tokens: 8 }, { name: 'Cold' }),
    columnOf('b', { temperature: 1.5, seed: 4, max_tokens: 8 }, { name: 'Hot' }),
  ]);
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${id}`);
  await press(page, 'Compare', 'mod+enter');
  await compare.ended('AB');

  await compare.heads.first().getByRole('button').first().focus();
  await press(page, 'Column header', 'alt+right');
  await expect(compare.heads.first()).toHaveAccessibleName(/Hot/);
  await press(page, 'Column header', 'alt+left');
  await expect(compare.heads.first()).toHaveAccessibleName(/Cold/);

  const judging = 'Blind vote';
  await page.getByRole('button', { name: /^Blind vote/ }).click();
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('heading', { name: 'Which of these 2 is best?' })).toBeVisible();
  await press(page, judging, '1');
  await expect(page.getByRole('radio', { name: '1 is best' })).toBeChecked();
  await press(page, judging, 'n');
  await expect(page.getByRole('radio', { name: 'No difference' })).toBeChecked();
  await press(page, judging, 'mod+enter');
  await expect(page.getByRole('heading', { name: 'Which was which' })).toBeVisible();

  await guest.setPace(2);
  await compare.open(`/compare?id=${id}`);
  await page.keyboard.press('Control+Enter');
  await expect(compare.stopAll).toBeVisible();
  await press(page, 'Compare', 'escape');
  await expect(compare.runAll).toBeVisible();
});

test('grid of a sweep', async ({ page }) => {
  const group = 'Output grid';
  await startGuest(page.request);
  const id = await saveSweep(
    page.request,
    { max_tokens: 2 },
    {
      axes: [
        { kind: 'parameter', parameter: 'temperature', values: [0, 0.5, 1] },
        { kind: 'parameter', parameter: 'top_p', values: [0.5, 0.8, 1] },
      ],
    },
  );
  const sweep = new SweepPage(page);
  await sweep.open(`/compare?id=${id}`);
  await sweep.cell(0, 0).focus();
  for (const [key, row, column] of [
    ['right', 0, 1],
    ['left', 0, 0],
    ['down', 1, 0],
    ['up', 0, 0],
    ['end', 0, 2],
    ['home', 0, 0],
  ] as const) {
    await press(page, group, key);
    await expect(sweep.cell(row, column)).toBeFocused();
  }
  const selected = sweep.grid.locator('[data-point][aria-selected=true]');
  for (const [key, count] of [
    ['space', 1],
    ['shift+space', 3],
    ['ctrl+space', 5],
    ['mod+a', 9],
  ] as const) {
    await press(page, group, key);
    await expect(selected).toHaveCount(count);
  }
  await press(page, group, 'enter');
  await expect(
    page
      .getByRole('dialog')
      .or(page.getByRole('complementary', { name: /^Cell|Repeat|Temperature/ }))
      .first(),
  ).toBeVisible();
});

test('table of outputs', async ({ page }) => {
  const group = 'Output table';
  await startGuest(page.request);
  const id = await saveSweep(
    page.request,
    { max_tokens: 2 },
    { axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 0.5, 1] }], repeats: 2 },
  );
  await page.goto(`/compare?id=${id}&view=table`);
  const lines = page.getByRole('grid', { name: 'Cells' }).locator('[data-line]');
  await expect(lines).toHaveCount(6);
  await lines.first().focus();
  for (const [key, at] of [
    ['down', 1],
    ['up', 0],
    ['end', 5],
    ['home', 0],
    ['pagedown', 5],
    ['pageup', 0],
  ] as const) {
    await press(page, group, key);
    await expect(lines.nth(at)).toBeFocused();
  }
  await press(page, group, 'enter');
  await expect(page.getByRole('complementary', { name: /^Cell / })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Group by' }).selectOption('row');
  const grouped = page.getByRole('treegrid', { name: 'Cells' }).locator('[data-line]');
  await expect(grouped).toHaveCount(9);
  await grouped.nth(1).focus();
  await press(page, group, 'left');
  await expect(grouped.first()).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(grouped.first()).toHaveAttribute('aria-expanded', 'false');
  await press(page, group, 'right');
  await expect(grouped.first()).toHaveAttribute('aria-expanded', 'true');
});

test('the list has these keys and no others', async ({ page }) => {
  await page.goto('/settings/appearance');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(async () => {
    await page.keyboard.press('?');
    await expect(list).toBeVisible({ timeout: 1_000 });
  }).toPass();
  const listed = await list
    .locator('section')
    .evaluateAll((groups) =>
      groups.flatMap((group) =>
        [...group.querySelectorAll('kbd')].map(
          (keys) => `${group.getAttribute('aria-label')}: ${keys.textContent}`,
        ),
      ),
    );
  expect(listed.length).toBeGreaterThan(50);
  expect(listed.toSorted()).toEqual([...pressed].toSorted());
});
