import { expect, type Locator, type Page } from '@playwright/test';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { startGuest } from './support/guest';
import { openOnUpstream } from './support/open-on-upstream';
import { aFinishedRun } from './support/shares';
import { test } from './support/test';

/** The names of these controls that something else lies over. */
async function covered(controls: Locator): Promise<string[]> {
  return controls.evaluateAll((all) =>
    all.flatMap((control) => {
      const { left, top, width, height } = control.getBoundingClientRect();
      if (width === 0 || top < 0 || top + height > innerHeight) return [];
      const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [x, y] as const));
      const isFree = points.every(([x, y]) => {
        const there = document.elementFromPoint(left + width * x, top + height * y);
        return there !== null && (control.contains(there) || there.contains(control));
      });
      return isFree ? [] : [control.getAttribute('aria-label') ?? control.textContent ?? ''];
    }),
  );
}

const toastOf = (page: Page, text: string) => page.locator('[data-sonner-toast]').filter({ hasText: text });

/** What is said in passing goes with the page that it speaks about; an Undo that still works stays. */

test('what was said about a page does not follow to the next one', async ({ page, playground }) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [columnOf('a', {}), columnOf('b', {}), columnOf('c', {})]);
  await compare.open(`/compare?id=${id}`);
  await compare.heads.nth(1).getByRole('button', { name: 'More for column B' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  const removed = page.getByText('Column B removed.');
  await expect(removed).toBeVisible();
  await page.getByRole('link', { name: 'Playground', exact: true }).click();
  await playground.ready();
  // Its Undo could not bring the column back from here.
  await expect(removed).toBeHidden();

  await page.goto('/settings/account');
  await page.getByRole('textbox', { name: 'Name' }).fill('Someone');
  await page.getByRole('textbox', { name: 'Name' }).press('Enter');
  const saved = page.getByText('Name saved.');
  await expect(saved).toBeVisible();
  await page.getByRole('link', { name: 'Connections', exact: true }).click();
  await expect(page.getByRole('button', { name: 'New connection' })).toBeVisible();
  await expect(saved).toBeHidden();
});

test('what was said about the draft says what replaced it, and goes when the playground is left', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  await playground.open();
  await playground.prompt.fill('The first one');
  await playground.runToEnd();
  await playground.prompt.fill('Written since, and stored nowhere else');
  await playground.history.first().click();
  const replaced = page.getByText(/^Prompt and settings replaced with those from the \d\d:\d\d run\.$/);
  await expect(replaced).toBeVisible();
  await expect(playground.prompt).toHaveValue('The first one');
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await expect(page).toHaveURL(/\/compare/);
  await expect(replaced).toHaveCount(0);

  // Its Undo works while it is there.
  await page.getByRole('link', { name: 'Playground', exact: true }).click();
  await playground.ready();
  await playground.prompt.fill('Written since, and stored nowhere else');
  await playground.history.first().click();
  await toastOf(page, 'Prompt and settings replaced').getByRole('button', { name: 'Undo' }).click();
  await expect(playground.prompt).toHaveValue('Written since, and stored nowhere else');
});

test('an Undo acts on the page that is there, never on one that is to come or on another draft', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [
    columnOf('a', { temperature: 0.1 }),
    columnOf('b', { temperature: 0.9 }),
  ]);
  await playground.open();
  await playground.prompt.fill('Mine');
  await compare.open(`/compare?id=${id}`);
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await page.route(
    (url) => url.pathname === '/' && url.searchParams.has('_rsc'),
    async (route) => {
      await held;
      await route.continue();
    },
  );
  await compare.heads.nth(1).getByRole('button', { name: 'More for column B' }).click();
  const asked = page.waitForRequest((request) => new URL(request.url()).pathname === '/');
  await page.getByRole('menuitem', { name: 'Open in playground' }).click();
  await asked;
  const replaced = toastOf(page, 'Prompt and settings replaced with those from the comparison.');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(replaced).toHaveCount(0);
  goOn();
  await playground.ready();
  await expect(playground.field('temperature')).toHaveValue('0.9');
  await replaced.getByRole('button', { name: 'Undo' }).click();
  await expect(playground.prompt).toHaveValue('Mine');

  // What undid a part of a draft goes once another one has come.
  await playground.setParameter('temperature', 1.3);
  await playground.prompt.fill('');
  await playground.parameters.getByRole('button', { name: 'Turn all off' }).click();
  const off = toastOf(page, 'All parameters off except Stream.');
  await expect(off).toBeVisible();
  await page.getByRole('button', { name: 'New prompt', exact: true }).click();
  await expect(off).toHaveCount(0);
  await expect(playground.parameters.getByText(/^Sends streaming\./)).toBeVisible();
});

test('an Undo that takes away what was typed since offers it back', async ({ page, playground }) => {
  await playground.open();
  await playground.prompt.fill('The old one');
  await page.getByRole('button', { name: 'New prompt', exact: true }).click();
  await playground.prompt.fill('Typed since');
  await toastOf(page, 'Started a new prompt.').getByRole('button', { name: 'Undo' }).click();
  await expect(playground.prompt).toHaveValue('The old one');
  await toastOf(page, 'Your later changes were undone too.').getByRole('button', { name: 'Redo' }).click();
  await expect(playground.prompt).toHaveValue('Typed since');
  // Nothing typed since: there is nothing to offer.
  await page.getByRole('button', { name: 'New prompt', exact: true }).click();
  await toastOf(page, 'Started a new prompt.').getByRole('button', { name: 'Undo' }).click();
  await expect(playground.prompt).toHaveValue('Typed since');
  await expect(toastOf(page, 'Your later changes were undone too.')).toHaveCount(0);
});

test('an Undo that still works goes along', async ({ page, playground }) => {
  await startGuest(page.request);
  await playground.open();
  await playground.prompt.fill('To be deleted and brought back');
  await playground.runToEnd();
  // Otherwise the playground would look for it again.
  await page.getByRole('button', { name: 'New prompt', exact: true }).click();
  await playground.history.first().focus();
  await page.keyboard.press('Delete');
  const deleted = page.getByText('Run deleted.');
  await expect(deleted).toBeVisible();
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('button', { name: 'New connection' })).toBeVisible();
  await expect(deleted).toBeVisible();
  await page
    .locator('[data-sonner-toast]')
    .filter({ has: deleted })
    .getByRole('button', { name: 'Undo' })
    .click();
  await page.getByRole('link', { name: 'Playground', exact: true }).click();
  await expect(playground.history).toHaveText([/^To be deleted and brought back/]);
});

for (const { width, height, hasTouch } of [
  { width: 1440, height: 900, hasTouch: false },
  { width: 1280, height: 720, hasTouch: false },
  { width: 1024, height: 768, hasTouch: false },
  { width: 390, height: 844, hasTouch: true },
]) {
  test.describe(`at ${width} × ${height}`, () => {
    test.use({ viewport: { width, height }, hasTouch });

    test('a toast covers neither Run nor the status line, and in a dialog neither its buttons nor is it out of reach', async ({
      page,
      playground,
    }) => {
      await startGuest(page.request);
      await playground.open();
      await playground.runToEnd();
      const written = await playground.prompt.inputValue();
      await playground.prompt.fill('A draft that a run replaces');
      await playground.output.getByRole('button', { name: 'Append to prompt' }).click();
      const said = toastOf(page, 'added to the prompt');
      await expect(said).toBeInViewport({ ratio: 1 });
      const needed = playground.output
        .locator('footer, footer button, header button')
        .or(playground.runButton)
        .or(page.getByRole('toolbar', { name: 'Run settings' }).locator('button, select, a'))
        .or(page.getByRole('navigation', { name: 'Main' }).getByRole('link'));
      // It comes in from an edge.
      await expect.poll(() => covered(needed)).toEqual([]);

      // A dialog that opens meanwhile takes it along.
      await playground.output.getByRole('button', { name: 'Share', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Share this run' });
      await expect(dialog.getByRole('article')).toBeVisible();
      await expect(said).toBeInViewport({ ratio: 1 });
      await expect.poll(() => covered(dialog.getByRole('button'))).toEqual([]);
      // By keyboard: it is inside, and the focus is not taken back.
      const undo = said.getByRole('button', { name: 'Undo' });
      await undo.focus();
      await expect(undo).toBeFocused();
      await undo.click();
      await expect(said).toHaveCount(0);
      await expect(dialog).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      await expect(playground.prompt).toHaveValue('A draft that a run replaces');
      expect(written).not.toBe('');
    });

    test('what was said about the page goes with the next run, and what only confirms with a dialog that opens', async ({
      page,
      playground,
    }) => {
      await startGuest(page.request);
      await playground.open();
      await playground.runToEnd();
      await playground.output.getByRole('button', { name: 'Append to prompt' }).click();
      const said = toastOf(page, 'added to the prompt');
      await expect(said).toBeInViewport({ ratio: 1 });
      await playground.runButton.click();
      await expect(said).toHaveCount(0);
      await playground.ended();

      await page.getByRole('button', { name: /^Presets/ }).click();
      const presets = page.getByRole('dialog', { name: 'Presets' });
      await presets.getByRole('textbox').fill('Kept');
      await presets.getByRole('button', { name: 'Save' }).click();
      const saved = toastOf(page, '“Kept” saved.');
      await expect(saved).toBeVisible();
      await page.keyboard.press('Escape');
      await playground.output.getByRole('button', { name: 'Share', exact: true }).click();
      await expect(page.getByRole('dialog', { name: 'Share this run' })).toBeVisible();
      await expect(saved).toHaveCount(0);
    });

    test('what a dialog says stays when it closes', async ({ page }) => {
      await startGuest(page.request);
      await page.goto('/settings/connections?new');
      const form = page.getByRole('dialog', { name: 'New connection' });
      await form.getByText('Custom / OpenAI-compatible', { exact: true }).click();
      await form.getByRole('textbox', { name: 'Base URL' }).fill('http://127.0.0.1:9');
      await form.getByRole('button', { name: 'Add connection' }).click();
      await expect(form).toBeHidden();
      await page.getByRole('button', { name: /^Edit/ }).last().click();
      const edit = page.getByRole('dialog', { name: /^Edit / });
      await edit.getByRole('textbox', { name: 'Name' }).fill('Renamed');
      await edit.getByRole('button', { name: 'Save' }).click();
      await expect(edit).toBeHidden();
      await expect(toastOf(page, 'Connection saved.')).toBeInViewport({ ratio: 1 });
    });
  });
}

test('New says what it keeps, and takes the fields along that came with pasted code', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('The old one');
  await playground.setParameter('temperature', 0.3);
  await playground.setParameter('extra_body', { foo: 1, bar: 2 });
  await page.getByRole('button', { name: 'New prompt', exact: true }).click();
  const said = toastOf(page, 'Started a new prompt. Removed fields: foo, bar.');
  await expect(said).toBeVisible();
  await expect(playground.field('temperature')).toHaveValue('0.3');
  const send = playground.parameters.getByRole('switch', { name: 'Send Other fields', exact: true });
  await expect(send).not.toBeChecked();
  await said.getByRole('button', { name: 'Undo' }).click();
  await expect(playground.prompt).toHaveValue('The old one');
  await expect(send).toBeChecked();
});

test('by keyboard a deleted run comes back with the usual key, wherever no text is typed', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  await playground.open();
  for (const prompt of ['One is the beginning', 'Two is the beginning']) {
    await playground.prompt.fill(prompt);
    await playground.runToEnd();
  }
  await playground.prompt.press('End');
  await page.keyboard.type('!');
  await expect(playground.history).toHaveText([/^Two/, /^One/]);
  await playground.history.nth(1).focus();
  await expect(playground.history.nth(1)).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(playground.history).toHaveText([/^Two/]);
  const deleted = toastOf(page, 'Run deleted.');
  await expect(deleted).toBeVisible();
  // In the prompt it undoes typing.
  await playground.prompt.focus();
  await page.keyboard.press('Control+z');
  await expect(playground.prompt).toHaveValue('Two is the beginning');
  await expect(playground.history).toHaveText([/^Two/]);
  await playground.history.first().focus();
  await page.keyboard.press('Control+z');
  await expect(playground.history).toHaveText([/^Two/, /^One/]);
  await expect(playground.prompt).toHaveValue('Two is the beginning');
  await expect(deleted).toHaveCount(0);
});

test('a key leads to the toast that is seen, Escape back, and one that lies under it is out of reach', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  await playground.open();
  for (const prompt of ['One is the beginning', 'Two is the beginning', 'Three is the beginning']) {
    await playground.prompt.fill(prompt);
    await playground.runToEnd();
  }
  await playground.history.nth(2).focus();
  await page.keyboard.press('Delete');
  await expect(playground.history).toHaveText([/^Three/, /^Two/]);
  await playground.history.nth(1).focus();
  await page.keyboard.press('Delete');
  await expect(playground.history).toHaveText([/^Three/]);
  const toasts = page.locator('[data-sonner-toast]');
  await expect(toasts).toHaveCount(2);
  const [front, under] = [
    toasts.and(page.locator('[data-front="true"]')),
    page.locator('[data-visible="false"]'),
  ];
  await expect(under).toHaveAttribute('inert', '');
  await expect(front).not.toHaveAttribute('inert', '');
  await expect(front.locator('kbd')).toHaveText('F8');

  await playground.history.first().focus();
  await page.keyboard.press('F8');
  const undo = front.getByRole('button', { name: 'Undo', exact: true });
  await expect(undo).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(playground.history.first()).toBeFocused();
  await page.keyboard.press('F8');
  await page.keyboard.press('Enter');
  // The one that was deleted last.
  await expect(playground.history).toHaveText([/^Three/, /^Two/]);
  await expect(playground.history.first()).toBeFocused();
});

test('of a toast in the header and one at the bottom, the keys act on the newer', async ({
  page,
  playground,
  upstream,
}) => {
  await page.setViewportSize({ width: 1200, height: 800 });
  await openOnUpstream(playground, upstream);
  await aFinishedRun(page.request, { prompt: 'To be deleted' });
  await playground.open();
  await playground.prompt.fill('The old one');
  await playground.setParameter('extra_body', { first_field_of_a_server: 1, second_field_of_a_server: 2 });
  await playground.history.first().focus();
  await page.keyboard.press('Delete');
  const deleted = toastOf(page, 'Run deleted.');
  await expect(deleted).toHaveAttribute('data-y-position', 'top');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'New prompt' }).click();
  const started = toastOf(page, 'Started a new prompt. Removed fields:');
  await expect(started).toHaveAttribute('data-y-position', 'bottom');
  await expect(playground.prompt).toHaveValue('');

  await page.keyboard.press('F8');
  await expect(started.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Playground', exact: true }).focus();
  await page.keyboard.press('Control+z');
  await expect(playground.prompt).toHaveValue('The old one');
  await expect(started).toHaveCount(0);
  await expect(deleted).toBeVisible();
  await expect(playground.history).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(playground.history).toHaveText([/^To be deleted/]);
  await expect(playground.prompt).toHaveValue('The old one');
});

test('the Undo of a draft stays while the run that came with it is still going', async ({
  page,
  playground,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  const connectionId = await guest.addConnection({ name: 'Local server', baseUrl: upstream.url });
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [
    columnOf('a', { temperature: 0.1 }),
    columnOf('b', { temperature: 0.9 }, { connectionId, model: 'test-model' }),
  ]);
  await playground.open();
  await playground.prompt.fill('Mine');
  await compare.open(`/compare?id=${id}`);
  await compare.heads.nth(1).getByRole('button', { name: 'Run column B' }).click();
  await stream.begun;
  stream.text(' upon a time');
  await expect(compare.text('B')).toContainText('upon a time');
  await compare.heads.nth(1).getByRole('button', { name: 'More for column B' }).click();
  await page.getByRole('menuitem', { name: 'Open in playground' }).click();
  await playground.ready();
  // It is open here, and still going.
  await expect(playground.completion).toContainText('upon a time');
  await expect(playground.stopButton).toBeVisible();
  await toastOf(page, 'Prompt and settings replaced with those from the comparison.')
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect(playground.prompt).toHaveValue('Mine');
  stream.finish();
});
