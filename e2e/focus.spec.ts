import { expect, type Locator, type Page } from '@playwright/test';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { aFullAccount, type EveryScreen } from './support/every-screen';
import type { Playground } from './support/playground';
import { test } from './support/test';

/** Describes the focused element; empty when it is not usable and visible. */
function focusNow(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return '';
    if (element.matches(':disabled') || !element.checkVisibility({ visibilityProperty: true })) return '';
    const { width, height } = element.getBoundingClientRect();
    if (width < 1 || height < 1) return '';
    return element.getAttribute('aria-label') || element.textContent.trim().slice(0, 60) || element.tagName;
  });
}

/** Presses a control by keyboard, waits for `done`, and checks that the focus is on the page. */
async function pressAndKeep(page: Page, control: Locator, done: () => Promise<unknown>): Promise<void> {
  const what = String(control);
  await control.focus();
  await expect(control).toBeFocused();
  await page.keyboard.press('Enter');
  await done();
  await keeps(page, what);
}

/** The focus is still there two frames later, after any late change. */
async function keeps(page: Page, what: string): Promise<void> {
  await expect.poll(() => focusNow(page), { message: `the focus after ${what}` }).not.toBe('');
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  expect(await focusNow(page), `the focus after ${what}`).not.toBe('');
}

const gone = (locator: Locator) => () => expect(locator).toHaveCount(0);

async function onThePlayground(page: Page, playground: Playground, { runs }: EveryScreen): Promise<void> {
  const { parameters, history } = playground;
  await page.goto(`/?run=${runs.many}`);
  await playground.ready();
  await playground.ended();
  await expect(history.nth(2)).toBeVisible();

  for (const [button, layer] of [
    ['Code', page.getByRole('dialog', { name: 'Code', exact: true })],
    ['Import code', page.getByRole('dialog', { name: 'Import code' })],
    ['Share', page.getByRole('dialog', { name: 'Share this run' })],
    [/^Model: /, page.getByRole('dialog', { name: 'Models' })],
    [/^Presets/, page.getByRole('dialog', { name: 'Presets' })],
    [/^Account: /, page.getByRole('menu', { name: 'Account' })],
  ] as const) {
    const opener = page.getByRole('button', { name: button, exact: true });
    await opener.focus();
    await page.keyboard.press('Enter');
    await expect(layer).toBeVisible();
    await keeps(page, `${button} was opened`);
    await page.keyboard.press('Escape');
    await expect(layer).toBeHidden();
    await expect(opener).toBeFocused();
  }

  const field = page.getByRole('dialog', { name: 'Presets' });
  await page.getByRole('button', { name: /^Preset/ }).click();
  await field.getByRole('textbox').fill('A preset');
  await page.keyboard.press('Enter');
  const discard = field.getByRole('button', { name: 'Delete A preset' });
  await expect(discard).toBeVisible();
  await pressAndKeep(page, discard, gone(discard));
  await page.keyboard.press('Escape');

  await playground.send('stop');
  for (const text of ['one', 'two']) {
    await playground.field('stop').fill(text);
    await page.keyboard.press('Enter');
  }
  const removeStop = parameters.getByRole('button', { name: 'Remove stop sequence two' });
  await pressAndKeep(page, removeStop, gone(removeStop));
  await playground.setParameter('logit_bias', { '11': -100, '12': 5 });
  for (const id of ['11', '12']) {
    const remove = parameters.getByRole('button', { name: `Remove token ${id}` });
    await pressAndKeep(page, remove, gone(remove));
  }
  const reset = parameters.getByRole('button', { name: 'Reset Temperature' });
  await pressAndKeep(page, reset, gone(reset));
  const allOff = parameters.getByRole('button', { name: 'Turn all off' });
  await pressAndKeep(page, allOff, () => expect(allOff).toBeDisabled());

  await playground.setPrompts(['First', 'Second', 'Third']);
  for (const name of ['Move prompt 2 up', 'Remove prompt 3', 'Remove prompt 1']) {
    await pressAndKeep(page, page.getByRole('button', { name }), () => Promise.resolve());
  }
  await page.getByRole('button', { name: 'Multiple prompts', pressed: true }).press('Enter');
  await keeps(page, 'the list of prompts was left');

  const rows = await history.count();
  await history.last().focus();
  await page
    .getByRole('button', { name: /^Delete run: / })
    .last()
    .focus();
  await page.keyboard.press('Enter');
  await expect(history).toHaveCount(rows - 1);
  await keeps(page, 'the last run was deleted');
}

async function whileRunning(
  page: Page,
  playground: Playground,
  { runs }: EveryScreen,
  upstream: Parameters<typeof aFullAccount>[1],
): Promise<void> {
  await page.goto(`/?run=${runs.many}`);
  await playground.ready();
  await playground.ended();
  // Picks another token: the run branches there.
  const pane = playground.panes.first();
  // The code that handles the keys loads with the first focus.
  await expect(async () => {
    await pane.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menu', { name: /^Continue from here/ })).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await keeps(page, 'a token was chosen');
  await playground.ended();
  await keeps(page, 'the run from a token ended');

  await page.getByRole('combobox', { name: 'Connection' }).selectOption({ label: 'Faulty' });
  await playground.chooseModel('test-model');
  for (const start of [playground.runButton, page.getByRole('button', { name: 'Regenerate' })]) {
    const stream = steppedStream();
    upstream.enqueue(stream.answer);
    // Its word has just changed: until it could be read, a press is none.
    await expect(start).not.toHaveClass(/pointer-events-none/);
    await pressAndKeep(page, start, () => stream.begun);
    stream.text('Goes on');
    // A press too soon after the button's label changed is ignored, so it is repeated until it is taken.
    await pressAndKeep(page, playground.stopButton, () =>
      expect(async () => {
        const { stopButton } = playground;
        if (await stopButton.isVisible()) await stopButton.press('Enter', { timeout: 1_000 });
        await expect(playground.status('Stopped')).toBeVisible({ timeout: 2_000 });
      }).toPass(),
    );
  }
}

async function onCompare(page: Page, { comparison, sweep }: EveryScreen): Promise<void> {
  await page.goto(`/compare?id=${comparison}`);
  const heads = page.locator('[data-column-head]');
  await expect(heads).toHaveCount(3);
  await page.getByRole('button', { name: 'More for column C' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Remove' }).press('Enter');
  await expect(heads).toHaveCount(2);
  await keeps(page, 'a column was removed');
  const cell = page.getByRole('button', { name: /^Temperature of column A:/ });
  await cell.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Temperature of column A' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(cell).toBeFocused();
  await pressAndKeep(page, page.getByRole('button', { name: 'Only differences' }), () => Promise.resolve());
  await page.goto(`/compare?id=${sweep}`);
  const first = page.getByRole('gridcell').first();
  await first.press('Enter');
  await expect(page.getByRole('dialog').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(first).toBeFocused();
  const unvary = page.getByRole('button', { name: 'Stop varying Top P' });
  await pressAndKeep(page, unvary, gone(unvary));
}

async function onTheHistory(page: Page, { runs }: EveryScreen): Promise<void> {
  await page.goto('/history?q=nothing+like+it');
  const clear = page.getByRole('button', { name: /^Clear/ }).first();
  await pressAndKeep(page, clear, gone(clear));
  const lines = page.getByRole('list', { name: 'Runs' }).locator('[data-run]');
  await expect(lines.first()).toBeVisible();
  const count = await lines.count();
  await page
    .getByRole('checkbox', { name: /^Select: / })
    .first()
    .check();
  await page
    .getByRole('toolbar', { name: 'Selected runs' })
    .getByRole('button', { name: 'Delete' })
    .press('Enter');
  await expect(lines).toHaveCount(count - 1);
  await keeps(page, 'a selection was deleted');

  await page.goto(`/history/${runs.long}`);
  await page.getByRole('button', { name: 'Tag', exact: true }).press('Enter');
  await page.getByRole('textbox', { name: 'Tag to add' }).fill('only');
  await page.keyboard.press('Enter');
  const untag = page.getByRole('button', { name: 'Remove the tag only' });
  await pressAndKeep(page, untag, gone(untag));
  await pressAndKeep(page, page.getByRole('button', { name: 'Delete run' }), () =>
    page.waitForURL('**/history'),
  );
  await keeps(page, 'a run was deleted on its page');

  await page.goto('/history/comparisons');
  const items = page.getByRole('main').getByRole('listitem');
  await expect(items.first()).toBeVisible();
  const before = await items.count();
  for (let left = before - 1; left >= 0; left -= 1) {
    await items
      .first()
      .getByRole('button', { name: /^Delete/ })
      .press('Enter');
    const question = page.getByRole('dialog', { name: 'Delete this comparison?' });
    await question.getByRole('button', { name: 'Delete and revoke' }).press('Enter');
    await expect(items).toHaveCount(left);
    await keeps(page, `a comparison was deleted, ${left} are left`);
  }
}

async function inTheSettings(page: Page): Promise<void> {
  await page.goto('/settings/links');
  await page
    .getByRole('button', { name: /^Revoke (?!all)/ })
    .first()
    .press('Enter');
  await page.getByRole('button', { name: 'Revoke link' }).press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await keeps(page, 'a link was revoked');

  await page.goto('/settings/api');
  await page.getByRole('button', { name: 'New token' }).press('Enter');
  await page.getByRole('textbox', { name: 'Name' }).fill('To go');
  await page.getByRole('button', { name: 'Create token' }).press('Enter');
  await page.getByRole('button', { name: 'Done' }).press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await keeps(page, 'a token was made');
  await page.getByRole('button', { name: 'Revoke To go' }).press('Enter');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Revoke/ })
    .press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await keeps(page, 'a token was revoked');

  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'More for Faulty' }).press('Enter');
  await page.getByRole('menuitem', { name: /^Delete/ }).press('Enter');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Delete/ })
    .press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await keeps(page, 'a connection was deleted');
}

test('the focus never falls to the page: after Stop, Regenerate, a chosen token, every layer and every deletion', async ({
  page,
  playground,
  upstream,
  expectedErrors,
}) => {
  test.setTimeout(1_200_000);
  // A run that is deleted on its page may request its lineage once more.
  expectedErrors.push(/status of 404 .*\/lineage/);
  await page.setViewportSize({ width: 1440, height: 900 });
  const made = await aFullAccount(page.request, upstream);
  await whileRunning(page, playground, made, upstream);
  await onThePlayground(page, playground, made);
  await onCompare(page, made);
  await onTheHistory(page, made);
  await inTheSettings(page);
});

test('rows name their runs, no two alike; a column head is named shortly; a number out of range is announced', async ({
  page,
  playground,
  upstream,
}) => {
  test.setTimeout(1_200_000);
  const { comparison } = await aFullAccount(page.request, upstream);
  await playground.open();
  await expect(playground.history.nth(2)).toBeVisible();
  for (const kind of ['Delete run: ', 'Open run details: ']) {
    const names = await page
      .getByRole('complementary', { name: 'History' })
      .locator(`[aria-label^="${kind}"]`)
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    expect(names.length).toBeGreaterThan(2);
    expect(new Set(names).size, names.join('; ')).toBe(names.length);
    expect(names.join()).toContain('Once upon a time');
  }
  await playground.setParameter('temperature', 3);
  const field = playground.field('temperature');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(/2/);
  await expect(playground.parameters.getByRole('alert').filter({ hasText: /2/ })).toBeVisible();

  await page.goto('/history');
  await expect(page.getByRole('checkbox', { name: /^Select: / }).first()).toBeVisible();
  const buttons = await page
    .getByRole('list', { name: 'Runs' })
    .locator('button, input')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  expect(new Set(buttons).size, buttons.join('; ')).toBe(buttons.length);
  // A dot stands between two items, never alone.
  await expect(page.getByRole('list', { name: 'Runs' }).getByText('×3', { exact: true })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Runs' }).getByText(/^\s*·|·\s*$/)).toHaveCount(0);
  // A run's status has a shape besides its colour.
  const signs = await page
    .locator('[data-sign]')
    .evaluateAll((all) => new Set(all.map((one) => one.innerHTML)).size);
  expect(signs).toBe(2);

  await page.goto(`/compare?id=${comparison}`);
  for (const letter of 'ABC') {
    await expect(page.getByRole('columnheader', { name: `Column ${letter}`, exact: true })).toBeVisible();
  }
});
