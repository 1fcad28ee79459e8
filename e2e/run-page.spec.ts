import { expect, type Locator, type Page } from '@playwright/test';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { DONE } from '@/lib/testing/upstream-wire';
import { startGuest } from './support/guest';
import { openMidStream, openOnUpstream } from './support/open-on-upstream';
import { aFinishedRun } from './support/shares';
import { test } from './support/test';

const STORY = 'Once upon a time there was a';

/** Goes from the playground to the page of the run that it shows. */
async function openRunPage(page: Page): Promise<string> {
  await page.getByRole('region', { name: 'Output' }).getByRole('link', { name: 'Open run details' }).click();
  await page.waitForURL(/\/history\/./);
  await expect(page.getByRole('region', { name: 'Settings' })).toBeVisible();
  return page.url().split('/').at(-1) ?? '';
}

test('what its owner says about a run is kept, and found again', async ({ page, playground }) => {
  await playground.open();
  await playground.prompt.fill(STORY);
  await playground.runToEnd();
  const text = await playground.text();
  await openRunPage(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(STORY);
  await expect(page.getByRole('region', { name: 'Prompt text' })).toHaveText(STORY);
  expect(await playground.text()).toBe(text);

  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('A keeper for the archive');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A keeper for the archive');
  await expect(page.getByRole('button', { name: 'Rename' })).toBeFocused();
  // Escape reverts the typed text.
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Title' }).fill('Never');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A keeper for the archive');

  await page.getByRole('button', { name: 'Star', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Starred' })).toHaveAttribute('aria-pressed', 'true');
  for (const tag of ['seaside', 'two words']) {
    await page.getByRole('button', { name: 'Tag', exact: true }).click();
    await page.getByRole('textbox', { name: 'Tag to add' }).fill(tag);
    await page.keyboard.press('Enter');
  }
  const tags = page.getByRole('list', { name: 'Tags' }).getByRole('listitem');
  await expect(tags).toHaveText(['seaside', 'two words']);
  await page.getByRole('button', { name: 'Remove the tag two words' }).click();
  await expect(page.getByRole('button', { name: 'Remove the tag seaside' })).toBeFocused();
  await expect(tags).toHaveText(['seaside']);
  const note = page.getByRole('textbox', { name: 'Note' });
  await note.fill('Zeppelins come up twice.\nLower top_p.');
  await expect(page.getByRole('region', { name: 'Note' }).getByRole('status')).toHaveText('Saved');

  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A keeper for the archive');
  await expect(page.getByRole('button', { name: 'Starred' })).toBeVisible();
  await expect(tags).toHaveText(['seaside']);
  await expect(note).toHaveValue('Zeppelins come up twice.\nLower top_p.');
  // The details of the run scroll in their own column: the page ends with the screen.
  await page.setViewportSize({ width: 1280, height: 500 });
  const beyond = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
  expect(beyond).toBeLessThanOrEqual(0);

  await page.getByRole('link', { name: 'All history' }).click();
  const search = page.getByRole('searchbox');
  const line = page.getByRole('list', { name: 'Runs' }).locator('[data-run]');
  for (const query of ['archive', 'zeppelins']) {
    await search.fill(query);
    await expect(line).toHaveCount(1);
    await expect(line).toContainText('A keeper for the archive');
  }
  await search.fill('nothing like that');
  await expect(page.getByText('No runs match.')).toBeVisible();
});

test('a note is kept when the page is left at once, and what was changed elsewhere is seen on the way back', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill(STORY);
  await playground.runToEnd();
  await openRunPage(page);
  await page.getByRole('textbox', { name: 'Note' }).fill('Typed and gone');
  await page.getByRole('link', { name: 'All history' }).click();
  const line = page.getByRole('list', { name: 'Runs' }).locator('[data-run]');
  await expect(line).toHaveCount(1);
  await page.getByRole('button', { name: /^Star: / }).click();
  await expect(page.getByRole('button', { name: /^Starred: /, pressed: true })).toHaveCount(1);
  await page.goBack();
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('Typed and gone');
  await expect(page.getByRole('toolbar', { name: 'This run' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Starred' })).toBeVisible();
});

test('a note that was written in another tab is seen on the way back to this one, and not written over', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill(STORY);
  await playground.runToEnd();
  await openRunPage(page);
  const note = page.getByRole('textbox', { name: 'Note' });
  await note.fill('From the first tab');
  await expect(page.getByRole('region', { name: 'Note' }).getByRole('status')).toHaveText('Saved');

  const other = await page.context().newPage();
  await other.goto(page.url());
  const otherNote = other.getByRole('textbox', { name: 'Note' });
  // What is typed while the page is still becoming alive may be joined with what it shows.
  await expect(async () => {
    await otherNote.fill('From the second tab');
    await expect(other.getByRole('region', { name: 'Note' }).getByRole('status')).toHaveText('Saved');
    await expect(otherNote).toHaveValue('From the second tab', { timeout: 1_000 });
  }).toPass();
  await expect(note).toHaveValue('From the first tab');
  // The event of a tab that becomes visible again; here all tabs count as visible.
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(note).toHaveValue('From the second tab');
  await other.close();
});

test('a lineage shows how each run was derived, marks its settings, and is walked by keys', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill(STORY);
  await playground.setParameter('temperature', 0.7);
  await playground.setParameter('top_p', 0.5);
  await playground.runToEnd();
  const first = await playground.text();
  // Edited, then regenerated, then appended.
  await playground.setParameter('temperature', 1.1);
  await playground.send('top_p', false);
  await playground.setParameter('seed', 5);
  await playground.runToEnd();
  const edited = await playground.text();
  await page.getByRole('button', { name: 'Regenerate' }).click();
  await expect(playground.history).toHaveCount(3);
  await playground.ended();
  await page.getByRole('button', { name: 'Append to prompt' }).click();
  await playground.runToEnd();
  await expect(playground.history).toHaveCount(4);
  // And a second edit of the first one.
  await playground.history.nth(3).click();
  await expect.poll(() => playground.text()).toBe(first);
  await playground.setParameter('max_tokens', 12);
  await playground.runToEnd();
  // Until the list has the fifth, the fourth line is the first run.
  await expect(playground.history).toHaveCount(5);

  await playground.history.nth(3).click();
  await expect.poll(() => playground.text()).toBe(edited);
  await openRunPage(page);
  const lineage = page.getByRole('tree', { name: 'Related runs' });
  const items = lineage.getByRole('treeitem');
  await expect(items).toHaveCount(5);
  await expect(items.nth(0)).toHaveAccessibleName(/^First: /);
  await expect(items.nth(1)).toHaveAccessibleName(/^Rerun with temperature 1\.1 and 2 more: /);
  await expect(items.nth(2)).toHaveAccessibleName(/^Rerun: /);
  await expect(items.nth(3)).toHaveAccessibleName(/^Appended: /);
  await expect(items.nth(4)).toHaveAccessibleName(/^Rerun with max tokens \d+: /);
  await expect(items.nth(1)).toHaveAttribute('aria-current', 'page');
  await expect(page.getByText('1 branch, 2 with other settings, 1 rerun', { exact: true })).toBeVisible();

  const settings = page.getByRole('region', { name: 'Settings' });
  const changed = settings.locator('[data-changed]');
  await expect(changed).toHaveCount(3);
  await expect(settings.locator('[data-setting=temperature]')).toHaveText(/Temperature0.7.* changed to 1.1/);
  await expect(settings.locator('[data-setting=temperature]')).toHaveAttribute('data-changed', 'changed');
  await expect(settings.locator('[data-setting=top_p]')).toHaveAttribute('data-changed', 'removed');
  await expect(settings.locator('[data-setting=seed]')).toHaveAttribute('data-changed', 'added');
  await expect(settings.getByRole('link', { name: '3 changed from parent' })).toBeVisible();

  const isCurrent = (at: number) => expect(items.nth(at)).toHaveAttribute('aria-current', 'page');
  await page.keyboard.press('Alt+ArrowDown');
  await isCurrent(2);
  await expect(settings.getByRole('link', { name: 'Same as parent' })).toBeVisible();
  await page.keyboard.press('Alt+ArrowUp');
  await isCurrent(1);
  await page.keyboard.press(']');
  await isCurrent(4);
  await page.keyboard.press('[');
  await isCurrent(1);
  await page.keyboard.press('Alt+ArrowUp');
  await isCurrent(0);
  await expect(page.getByRole('button', { name: 'Parent' })).toBeDisabled();
  await page.getByRole('button', { name: 'First child' }).click();
  await isCurrent(1);

  // Inside the graph the arrows move and Enter opens; the keyboard stays there.
  await items.nth(1).focus();
  await page.keyboard.press('ArrowRight');
  await expect(items.nth(2)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(items.nth(3)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(items.nth(2)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(items.nth(0)).toBeFocused();
  await expect(page.getByRole('tooltip')).toContainText('Complete');
  await page.keyboard.press('Enter');
  await isCurrent(0);
  await expect(items.nth(0)).toBeFocused();

  // Between two pages there may be no icon, and the browser requests its default.
  const icon = await page.request.get('/favicon.ico');
  expect([icon.status(), icon.headers()['content-type']]).toEqual([200, 'image/svg+xml']);

  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(list.getByText('Go to parent run')).toBeVisible();
  // Nothing lies over the keys.
  await expect(list).toBeFocused();
  await expect(page.getByRole('tooltip')).toHaveCount(0);
});

test('related runs are there with the page, and push nothing down', async ({ page }) => {
  await startGuest(page.request);
  const first = await aFinishedRun(page.request, { max_tokens: 5 });
  const second = await aFinishedRun(page.request, { max_tokens: 6 }, undefined, {
    parentId: first,
    branch: { kind: 'edit' },
  });
  // Asked for once more, they never come.
  let asked = 0;
  await page.route('**/api/runs/*/lineage', () => {
    asked += 1;
  });
  await page.goto(`/history/${second}`);
  const related = page.getByRole('region', { name: '2 related runs' });
  const items = related.getByRole('treeitem');
  await expect(items).toHaveCount(2);
  await expect(related.locator('[aria-current="page"]')).toHaveAttribute('data-relative', second);
  // The page's script is here, and reads them no second time.
  await expect(async () => {
    await items.first().focus();
    await page.keyboard.press('ArrowDown');
    await expect(items.nth(1)).toBeFocused({ timeout: 500 });
  }).toPass();
  expect(asked).toBe(0);
});

test('a run goes on from another token as a run of its own, and the old one stays', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill(STORY);
  await playground.setParameter('logprobs', 5);
  await playground.setParameter('seed', 4);
  await playground.setParameter('max_tokens', 20);
  await playground.runToEnd();
  const before = await playground.text();
  const { completion } = playground;
  await completion.focus();
  const said = page.getByRole('status').filter({ hasText: /^“.+”, [\d.<>]+%, rank \d of \d, alternatives / });
  await expect(async () => {
    await page.keyboard.press('ArrowRight');
    await expect(said).toHaveCount(1, { timeout: 500 });
  }).toPass();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');

  // Escape gives the keyboard back to the text.
  const menu = page.getByRole('menu', { name: 'Continue from here with another token' });
  await page.keyboard.press('Enter');
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(completion).toBeFocused();
  await page.keyboard.press('Enter');
  const items = menu.getByRole('menuitem');
  await expect(items.first()).toBeFocused();
  const chosenAt = (await items.evaluateAll((all) =>
    all.findIndex((item) => item.getAttribute('aria-label')?.endsWith(', chosen')),
  )) as number;
  const target = chosenAt === 0 ? 1 : 0;
  if (target === 1) await page.keyboard.press('ArrowDown');
  const name = (await items.nth(target).getAttribute('aria-label')) ?? '';
  const token = (/^Continue with “(.+)”, /.exec(name)?.[1] ?? '?').replaceAll('␣', ' ').replaceAll('↵', '\n');
  await page.keyboard.press('Enter');
  await expect(menu).toBeHidden();
  await expect(playground.history).toHaveCount(2);
  await playground.ended();

  // The editor has the prompt that it went on from.
  const prompt = await playground.prompt.inputValue();
  expect(prompt.startsWith(STORY) && prompt.endsWith(token)).toBe(true);
  const retained = prompt.slice(STORY.length, prompt.length - token.length);
  expect(before.startsWith(retained)).toBe(true);
  expect(before.startsWith(retained + token)).toBe(false);
  await playground.history.nth(1).click();
  await expect.poll(() => playground.text()).toBe(before);

  // From the page of a run as well: a pointer press leads to the page of the new run.
  const id = await openRunPage(page);
  await expect(completion).toContainText(before.trim().slice(0, 12));
  await expect(async () => {
    await completion.click({ position: { x: 40, y: 24 } });
    await expect(menu).toBeVisible({ timeout: 500 });
  }).toPass();
  await menu.getByRole('menuitem').first().click();
  await page.waitForURL((url) => url.pathname.startsWith('/history/') && !url.pathname.endsWith(id));
  const members = page.getByRole('treeitem');
  await expect(members).toHaveCount(3);
  await expect(members.and(page.locator('[aria-current=page]'))).toHaveAccessibleName(/^At “.*”: /);
  await expect(page.getByRole('region', { name: 'Output' }).locator('footer')).toContainText('Complete');
  await expect(page.getByText(/^[\d,]+ characters? longer than parent run$/)).toBeVisible();
});

test('a run that is going on streams on its page, and its times are drawn at the end', async ({
  page,
  playground,
  upstream,
}) => {
  const stream = await openMidStream(playground, upstream);
  await openRunPage(page);
  await expect(playground.completion).toHaveText('upon');
  await expect(
    page.getByRole('region', { name: 'Timings' }).getByText('Available when the run ends.'),
  ).toBeVisible();
  stream.text(' a time');
  await expect(playground.completion).toHaveText('upon a time');
  stream.finish();
  await playground.ended();
  expect(await playground.text()).toBe(' upon a time');
  expect(upstream.requests).toHaveLength(1);
  const timings = page.getByRole('region', { name: 'Timings' });
  await expect(timings.getByRole('row')).toHaveText([
    /Step/,
    /^Queue and connect/,
    /^Waiting for server/,
    /^Waiting for first token/,
    /^Generating/,
  ]);
  await expect(timings.locator('[data-span]')).toHaveCount(4);
  await expect(page.getByRole('region', { name: 'What was applied' }).getByRole('table')).toBeVisible();

  // And one that is stopped from there.
  const second = steppedStream();
  upstream.enqueue(second.answer);
  await page.getByRole('link', { name: 'Open in playground' }).click();
  await playground.ready();
  await playground.run();
  const request = await second.begun;
  second.text(' kept');
  await expect(playground.completion).toHaveText('kept');
  await openRunPage(page);
  await playground.stopButton.click();
  await playground.ended('stopped');
  expect(await request.closed).toBe('closed');
  await expect(playground.completion).toHaveText('kept');
});

test('the first token has one figure, by one clock, while a run goes on, at its end and on its page', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  await playground.prompt.fill('Once');
  await playground.run();
  await stream.begun;
  stream.text(' upon');
  const figure = (root: Locator) =>
    root.locator('dl > div').filter({ hasText: 'First token' }).locator('dd').first();
  await expect(playground.completion).toHaveText('upon');
  await expect(figure(playground.output)).toHaveText(/\d/);
  const live = (await figure(playground.output).textContent()) ?? '';
  stream.text(' a time');
  stream.finish();
  await playground.ended();
  await expect(figure(playground.output)).toHaveText(live);
  await openRunPage(page);
  await expect(figure(page.getByRole('region', { name: 'Output', exact: true }))).toHaveText(live);
  // Generating begins where the first token comes.
  const generating = page
    .getByRole('region', { name: 'Timings' })
    .getByRole('row')
    .filter({ hasText: 'Generating' });
  await expect(generating.getByRole('cell').first()).toHaveText(live);
});

test('probabilities that are too many for the page are there all the same', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  const tokens = Array.from({ length: 2_100 }, (_, at) => ` w${at}`);
  const logprobs = {
    tokens,
    token_logprobs: tokens.map(() => -0.5),
    top_logprobs: tokens.map((token) => ({ [token]: -0.5, ' other': -1.5 })),
    text_offset: tokens.map(() => 0),
  };
  const choice = { text: tokens.join(''), index: 0, logprobs, finish_reason: 'stop' };
  const body = { id: 'x', object: 'text_completion', created: 1, model: 'test-model', choices: [choice] };
  upstream.enqueue(answers.rawStream(`data: ${JSON.stringify(body)}\n\n`, DONE));
  await playground.setParameter('logprobs', 2);
  await playground.runToEnd();
  await openRunPage(page);
  // The server renders the same.
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Token colors' })).toBeVisible();
  expect(await playground.text()).toBe(tokens.join(''));
  const honoured = page.getByRole('region', { name: 'What was applied' });
  await expect(honoured.getByRole('row').filter({ hasText: 'Log probabilities' })).toContainText('Applied');
  await playground.completion.focus();
  await expect(async () => {
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('status').filter({ hasText: /^“w\d+”, 60.7%/ })).toHaveCount(1, {
      timeout: 500,
    });
  }).toPass();
});

test('a deleted run comes back by undo; one that is not there, or not one’s own, is not found', async ({
  page,
  playground,
  browser,
  app,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 404/);
  await playground.open();
  await playground.prompt.fill(STORY);
  await playground.runToEnd();
  const id = await openRunPage(page);

  const other = await browser.newContext({ baseURL: app.url });
  await startGuest(other.request);
  const otherTenant = await other.newPage();
  for (const address of [`/history/${id}`, '/history/nothing', `/history/${'x'.repeat(100)}`]) {
    expect((await otherTenant.goto(address))?.status()).toBe(404);
    await expect(otherTenant.getByRole('heading', { name: 'Page not found' })).toBeVisible();
    expect(await otherTenant.content()).not.toContain(STORY);
  }
  await other.close();

  await page.getByRole('button', { name: 'Delete run' }).click();
  await page.waitForURL(/\/history$/);
  await expect(page.getByText('Your runs are saved here')).toBeVisible();
  expect((await page.request.get(`/history/${id}`)).status()).toBe(404);
  await page.getByRole('button', { name: 'Undo' }).click();
  const line = page.getByRole('list', { name: 'Runs' }).locator('[data-run]');
  await expect(line).toHaveCount(1);
  await line.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(STORY);

  await page.getByRole('button', { name: 'Code', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Code', exact: true })).toContainText(STORY);
  await page.keyboard.press('Escape');
});

test('a run is put beside another one that is searched for', async ({ page, playground, expectedErrors }) => {
  // Only the address counts here: whether the Compare page loads does not matter.
  expectedErrors.push(/status of 404 .*\/compare/);
  await playground.open();
  for (const prompt of ['The red house', 'The blue house']) {
    await playground.prompt.fill(prompt);
    await playground.runToEnd();
  }
  const id = await openRunPage(page);
  await page.getByRole('button', { name: 'Compare with…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare with' });
  await expect(dialog.getByRole('link').first()).toContainText('Parent run');
  await dialog.getByRole('searchbox').fill('red');
  await expect(dialog.getByRole('link')).toHaveCount(1);
  await expect(dialog.locator('mark')).toHaveText('red');
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('link')).toBeFocused();
  const href = await dialog.getByRole('link').getAttribute('href');
  expect(href).toMatch(new RegExp(`^/compare\\?runs=${id},[0-9a-f-]{36}$`));
});

test('the history beside the playground is searched as one types, by keyboard', async ({
  page,
  playground,
}) => {
  await playground.open();
  // Search also covers outputs, so this one must not mention houses.
  await playground.setParameter('temperature', 0);
  await playground.setParameter('max_tokens', 5);
  for (const prompt of ['The red house', 'The blue house', 'A green boat']) {
    await playground.prompt.fill(prompt);
    await playground.runToEnd();
  }
  const drawer = page.getByRole('complementary', { name: 'History' });
  const search = drawer.getByRole('searchbox');
  await search.fill('house');
  await expect(playground.history).toHaveText([/^The blue house/, /^The red house/]);
  await expect(drawer.locator('mark').first()).toHaveText('house');
  await expect(drawer.getByRole('status').filter({ hasText: '2 runs found' })).toHaveCount(1);
  await expect(drawer.getByRole('link', { name: 'All history' })).toHaveAttribute('href', '/history?q=house');

  await search.press('ArrowDown');
  await expect(playground.history.first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(playground.history.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(playground.prompt).toHaveValue('The red house');
  await playground.history.first().focus();
  await page.keyboard.press('ArrowUp');
  await expect(search).toBeFocused();

  await search.fill('zeppelin');
  await expect(drawer.getByText('No runs match.')).toBeVisible();
  await search.press('Escape');
  await expect(search).toHaveValue('');
  await expect(playground.history).toHaveCount(3);
  await playground.history.nth(1).hover();
  await drawer.getByRole('listitem').nth(2).getByRole('link', { name: 'Open run details' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The blue house');
});
