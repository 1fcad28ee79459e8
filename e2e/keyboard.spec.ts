import { expect, type Page } from '@playwright/test';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { listenToLiveRegions } from './support/accessible';
import { readyToRun } from './support/faults';
import { startGuest } from './support/guest';
import { test } from './support/test';

/** The focused element's name for a screen reader. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return '';
    const ids = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const labels = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    const label = element instanceof HTMLElement && 'labels' in element ? element.labels : null;
    const own = label instanceof NodeList ? [...label].map((node) => node.textContent).join(' ') : '';
    return labels || element.getAttribute('aria-label') || own || element.textContent?.trim() || '';
  });
}

/** Whether the focused element, or the label around it, shows that it has the focus. */
function showsFocus(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element?.matches(':focus-visible')) return false;
    return [element, element.closest('label'), element.parentElement].some((one) => {
      if (!one) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
    });
  });
}

/** Presses Tab until the element with this name has the focus; returns everything that was passed. */
async function tabTo(page: Page, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<string[]> {
  const passed: string[] = [];
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    passed.push(now);
    if (typeof name === 'string' ? now === name : name.test(now)) return passed;
  }
  throw new Error(`${name} was not reached: ${passed.join(' → ')}`);
}

test('the prompt is one press away from the top of the page, and a key away from anywhere', async ({
  page,
  playground,
}) => {
  await playground.open();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to prompt' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(playground.prompt).toBeFocused();

  await page.getByRole('link', { name: 'Settings', exact: true }).focus();
  await page.keyboard.press('Control+/');
  await expect(playground.prompt).toBeFocused();
  await page.getByRole('button', { name: 'Multiple prompts', exact: true }).press('Enter');
  const first = page.getByRole('textbox', { name: 'Prompt 1' });
  await expect(first).toBeVisible();
  await page.keyboard.press('Control+/');
  await expect(first).toBeFocused();

  // A dialog has the keyboard to itself.
  await page.getByRole('button', { name: 'Import code' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Import code' });
  await expect(dialog.getByRole('textbox', { name: 'Code' })).toBeFocused();
  await page.keyboard.press('Control+/');
  await expect(dialog.getByRole('textbox', { name: 'Code' })).toBeFocused();
  await page.keyboard.press('Escape');

  // Elsewhere it leads to the page itself.
  await page.goto('/history');
  await expect(page.getByRole('heading', { name: 'History', level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
});

test('the whole main path by keyboard alone', async ({ page, playground, upstream }) => {
  test.slow();
  await readyToRun(page, playground, upstream.url);
  await page.reload();
  await playground.ready();
  const order = await tabTo(page, 'Prompt');
  const landmarks = [
    'Skip to prompt Ctrl+/',
    'Playground',
    'Settings',
    'Theme',
    'Hide history',
    'Connection',
  ];
  expect(order.filter((name) => landmarks.includes(name))).toEqual(landmarks);
  expect(order.every((name) => name !== '')).toBe(true);

  // Type a prompt, run, stop.
  await page.keyboard.press('Control+A');
  await page.keyboard.type('By keyboard');
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  await page.keyboard.press('Control+Enter');
  await stream.begun;
  stream.text('Never to end');
  await expect(playground.completion).toHaveText('Never to end');
  await page.keyboard.press('Escape');
  await playground.ended('stopped');
  await expect(playground.prompt).toBeFocused();

  // Switch a parameter on, set it, and run with it.
  await tabTo(page, 'Send Temperature');
  await page.keyboard.press('Space');
  await tabTo(page, 'Temperature');
  await page.keyboard.type('0.25');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+Enter');
  await playground.ended('complete');
  expect((await upstream.received(2)).json).toMatchObject({ prompt: 'By keyboard', temperature: 0.26 });

  // Open the older run of the history.
  await tabTo(page, 'Prompt', 'Shift+Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Something newer');
  await page.keyboard.press('Control+Enter');
  await upstream.received(3);
  await expect(playground.history).toHaveCount(3);
  await playground.ended('complete');
  await tabTo(page, /^Something newer/, 'Shift+Tab');
  await page.keyboard.press('ArrowDown');
  await expect(playground.history.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(playground.prompt).toHaveValue('By keyboard');
  await expect(playground.history.nth(1)).toHaveAttribute('aria-current', 'true');

  // Choose a model, look at the code, leave both by Escape.
  await page.keyboard.press('Control+K');
  await expect(page.getByRole('dialog', { name: 'Models' }).getByRole('combobox')).toBeFocused();
  await page.keyboard.type('other');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Model: other-model' })).toBeVisible();
  await tabTo(page, 'Code');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Code', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Code', exact: true })).toBeFocused();
});

test('what is announced of a run is its start and its end, and no token of it', async ({
  page,
  playground,
  upstream,
}) => {
  await readyToRun(page, playground, upstream.url);
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  const said = await listenToLiveRegions(page);
  await playground.run();
  await stream.begun;
  for (const word of ['One', ' two', ' three']) {
    stream.text(word);
    await expect(playground.completion).toContainText(word.trim());
  }
  stream.finish();
  await playground.ended();
  await expect.poll(said).toEqual(['Running', 'Complete']);
});

test('prices, extra headers and the search for servers by keyboard alone, with the focus back where it was', async ({
  page,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  const id = await guest.addConnection({ name: 'Mine', baseUrl: upstream.url, key: 'sk-mine-0123456789' });
  await page.goto('/settings/connections');
  const prices = page.getByRole('button', { name: 'Prices for Mine' });
  await expect(prices).toBeVisible();
  await tabTo(page, 'Prices for Mine');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Prices for Mine' });
  const setPrice = dialog.getByRole('button', { name: 'Set a price' });
  await expect(setPrice).toBeFocused();
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'Set a price' });
  await expect(form.getByRole('textbox', { name: 'Model' })).toBeFocused();
  await page.keyboard.type('test-model');
  const fields = ['Input', 'Output', 'Cached input', 'Currency', 'Cancel', 'Save price'];
  for (const name of fields) {
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe(name);
    expect(await showsFocus(page), `the focus on ${name}`).toBe(true);
    if (name === 'Input') await page.keyboard.type('0.5');
    if (name === 'Output') await page.keyboard.type('1.5');
  }
  await page.keyboard.press('Enter');
  await expect(form).toBeHidden();
  await expect(setPrice).toBeFocused();
  await expect(dialog.getByRole('row', { name: /^test-model/ })).toContainText('$1.50');
  await tabTo(page, 'Change the price of test-model', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Price for test-model' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog.getByRole('button', { name: 'Change the price of test-model' })).toBeFocused();
  // Of two, the one that is left gets the focus; after that the dialog has it.
  const price = { input: 1, output: 1, currency: 'USD' };
  const put = await page.request.put(`/api/connections/${id}/prices`, {
    data: { model: 'other-model', price },
  });
  expect(put.status()).toBe(200);
  await page.keyboard.press('Escape');
  await expect(prices).toBeFocused();
  await page.reload();
  await prices.press('Enter');
  const remove = (model: string) => dialog.getByRole('button', { name: `Remove the price of ${model}` });
  await remove('other-model').press('Enter');
  await expect(remove('other-model')).toHaveCount(0);
  await expect(remove('test-model')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('No prices set yet.')).toBeVisible();
  await tabTo(page, 'Set a price');
  await page.keyboard.press('Escape');
  await expect(prices).toBeFocused();

  await tabTo(page, 'Edit Mine');
  await page.keyboard.press('Enter');
  const edit = page.getByRole('dialog', { name: 'Edit Mine' });
  await expect(edit).toBeVisible();
  await tabTo(page, 'Add header');
  for (const name of ['X-One', 'X-Two']) {
    const add = edit.getByRole('button', { name: 'Add header' });
    await add.press('Enter');
    expect(await focused(page)).toBe('Header name');
    await page.keyboard.type(name);
    for (const next of [`Value of ${name}`, `Show value of ${name}`, `Remove ${name}`, 'Add header']) {
      await page.keyboard.press('Tab');
      expect(await focused(page)).toBe(next);
      expect(await showsFocus(page), `the focus on ${next}`).toBe(true);
    }
  }
  await tabTo(page, 'Remove X-Two', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(edit.getByRole('button', { name: 'Remove X-One' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(edit.getByRole('button', { name: 'Add header' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Edit Mine' })).toBeFocused();

  await tabTo(page, 'Find servers', 'Shift+Tab');
  await page.keyboard.press('Enter');
  const find = page.getByRole('button', { name: 'Find servers' });
  await expect(find).toBeFocused();
  await expect(find).toHaveAttribute('aria-expanded', 'true');
  const found = page.getByRole('region', { name: 'Servers on this computer' });
  await expect(found.getByRole('status')).toContainText(/found\b|Found/);
  await tabTo(page, 'Search again');
  await page.keyboard.press('Enter');
  await expect(found.getByRole('status')).toContainText(/found\b|Found/);
  await expect(found.getByRole('button', { name: 'Search again' })).toBeFocused();
  await tabTo(page, 'Close');
  await page.keyboard.press('Enter');
  await expect(found).toHaveCount(0);
  await expect(find).toBeFocused();
});

test('Undo in a toast, pressed by keyboard, gives the focus back', async ({ page, playground }) => {
  await startGuest(page.request);
  await playground.open();
  await playground.prompt.fill('Once upon a time');
  const ids = page.getByRole('button', { name: 'Token IDs', exact: true });
  await ids.press('Space');
  await expect(playground.prompt).toHaveValue(/^\d+(, \d+)+$/);
  await tabTo(page, /^Undo/);
  const passed = await tabTo(page, /^Start and restart text/, 'Shift+Tab');
  await tabTo(page, /^Undo/);
  await page.keyboard.press('Enter');
  await expect(playground.prompt).toHaveValue('Once upon a time');
  expect(await focused(page)).toMatch(/^Start and restart text/);
  expect(passed).toHaveLength(2);
});

test('tokens, IDs, the fields of other servers, start text and the raw response by keyboard alone', async ({
  page,
  playground,
}) => {
  test.slow();
  await startGuest(page.request);
  await playground.open();
  await playground.prompt.fill('Once upon a time');
  await tabTo(page, 'Token IDs', 'Shift+Tab');
  expect(await showsFocus(page)).toBe(true);
  await page.keyboard.press('Space');
  await expect(playground.prompt).toHaveValue(/^\d+(, \d+)+$/);
  const ids = page.getByRole('button', { name: 'Token IDs', exact: true });
  await expect(ids).toHaveAttribute('aria-pressed', 'true');
  await expect(ids).toBeFocused();
  await page.keyboard.press('Space');
  await expect(playground.prompt).toHaveValue('Once upon a time');

  // Tab goes through the toast and out of it, to the start of the page.
  const throughToast = await tabTo(page, /^Skip to prompt/);
  expect(throughToast.filter((name) => name.startsWith('Undo'))).toHaveLength(1);

  await tabTo(page, /^16 characters · /);
  expect(await showsFocus(page)).toBe(true);
  await page.keyboard.press('Enter');
  const tokens = page.getByRole('dialog', { name: 'Text as tokens' });
  await expect(tokens).toHaveAccessibleDescription(/^\d+ tokens, counted with /);
  await tabTo(page, 'Tokens');
  expect(await showsFocus(page)).toBe(true);
  await tabTo(page, 'Copy IDs');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^16 characters · / })).toBeFocused();

  await tabTo(page, /^More· /);
  expect(await showsFocus(page)).toBe(true);
  await page.keyboard.press('Enter');
  await tabTo(page, 'Send JSON schema');
  await page.keyboard.press('Space');
  // The code of its field comes with the first use.
  await expect(playground.field('json_schema')).toBeVisible();
  await tabTo(page, 'JSON schema');
  await page.keyboard.type('{"type": "object"}');
  await tabTo(page, 'Send Other fields');
  await page.keyboard.press('Space');
  await expect(playground.field('extra_body')).toBeVisible();
  await tabTo(page, 'Other fields');
  expect(await showsFocus(page)).toBe(true);
  await page.keyboard.type('{"top_a": ');
  const other = playground.field('extra_body');
  await expect(other).toHaveAccessibleDescription(/^This isn't JSON/);
  await expect(other).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.type('0.2}');
  await expect(other).not.toHaveAttribute('aria-invalid', 'true');
  // The last one of the group that is switched off: the group stays open around the focus.
  await tabTo(page, 'Send JSON schema', 'Shift+Tab');
  await page.keyboard.press('Space');
  await tabTo(page, 'Send Other fields');
  await page.keyboard.press('Space');
  await expect(playground.parameters.getByRole('switch', { name: 'Send Other fields' })).toBeFocused();
  await expect(other).toHaveCount(0);

  await tabTo(page, 'Start and restart text');
  expect(await showsFocus(page)).toBe(true);
  await page.keyboard.press('Enter');
  await expect(playground.parameters.getByRole('textbox', { name: 'Start text', exact: true })).toBeVisible();
  const passed = await tabTo(page, 'Restart text');
  expect(passed).toEqual(['Start text', 'About start text', 'Restart text']);

  await page.keyboard.press('Control+Enter');
  await playground.ended();
  await page.getByRole('button', { name: /What was applied/ }).press('Enter');
  const check = page.getByRole('region', { name: 'What was applied' });
  await expect(check.getByRole('table')).toBeVisible();
  await tabTo(page, 'Raw response', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Copy raw response');
  await page.keyboard.press('Tab');
  await expect(check.getByRole('region', { name: 'Raw response' })).toBeFocused();
  expect(await showsFocus(page)).toBe(true);
});

test('a menu opened by a key has its first item marked at once', async ({ page, playground }) => {
  await startGuest(page.request);
  await playground.open();
  const account = page.getByRole('button', { name: /^Account: / });
  for (const round of ['first', 'second']) {
    await account.focus();
    await page.keyboard.press('Enter');
    const item = page.getByRole('menu', { name: 'Account' }).getByRole('menuitem').first();
    await expect(item, `the ${round} time`).toBeFocused();
    await expect(item).toHaveAttribute('data-highlighted');
    expect(await showsFocus(page)).toBe(true);
    await page.keyboard.press('Escape');
    await expect(account).toBeFocused();
  }
  // Its word is on it, so no tooltip covers what is below.
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('tooltip')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(account).toBeFocused();
  await expect(page.getByRole('tooltip')).toHaveCount(0);
});

test('a page that a link in the header leads to by keyboard has the focus in what it is for', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  await playground.open();
  const places = page.getByRole('navigation', { name: 'Main' });
  const go = async (name: string) => {
    await places.getByRole('link', { name }).focus();
    await page.keyboard.press('Enter');
  };
  const title = (name: string) => page.getByRole('heading', { level: 1, name });
  await go('Compare');
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toBeFocused();
  await expect(page).toHaveURL(/\/compare/);
  await go('Playground');
  await expect(page).toHaveURL(/\/$/);
  await expect(playground.prompt).toBeFocused();
  expect(await showsFocus(page)).toBe(true);
  // Its title is not shown, and no row was left: the link that was pressed is marked as the place one is at.
  await go('History');
  await expect(page).toHaveURL(/\/history$/);
  await expect(places.getByRole('link', { name: 'History' })).toBeFocused();
  await go('Playground');
  await expect(playground.prompt).toBeFocused();
  await go('Settings');
  await expect(title('Connections')).toBeFocused();
  // By pointer nothing is taken along.
  await places.getByRole('link', { name: 'Playground' }).click();
  await playground.ready();
  await expect(playground.prompt).not.toBeFocused();
});

test('a part of the settings that is chosen moves none beside it', async ({ page }) => {
  await startGuest(page.request);
  await page.setViewportSize({ width: 700, height: 720 });
  await page.goto('/settings/connections');
  const links = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
  const places = () => links.evaluateAll((all) => all.map((link) => link.getBoundingClientRect().left));
  const before = await places();
  await links.filter({ hasText: 'Appearance' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Appearance' })).toBeVisible();
  expect(await places()).toEqual(before);
});
