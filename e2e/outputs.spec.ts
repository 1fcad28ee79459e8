import { expect, type Locator, type Page } from '@playwright/test';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { problemOn } from './support/faults';
import { openMidStream, openOnUpstream } from './support/open-on-upstream';
import { SweepPage, saveSweep } from './support/sweep';
import { test } from './support/test';

/** An output stays with the settings it was made with: elsewhere it says so. */

const mark = (page: Page) =>
  page.getByRole('region', { name: 'Output', exact: true }).getByText(/^Changed since this run:/);

test('an output is marked while the prompt or a setting is not the one it was made with', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill('Once upon a time');
  await playground.setParameter('temperature', 0.2);
  await playground.runToEnd();
  const text = await playground.text();
  await expect(mark(page)).toHaveCount(0);
  // The line comes under the text, which keeps its place.
  const place = async () => {
    const box = await playground.completion.boundingBox();
    return box && { x: box.x, y: box.y, width: box.width };
  };
  const before = await place();

  await playground.setParameter('temperature', 0.9);
  await expect(mark(page)).toHaveText(/^Changed since this run: temperature 0\.2 → 0\.9$/);
  expect(await place(), 'the text moved').toEqual(before);
  expect(await playground.text()).toBe(text);
  await playground.prompt.press('End');
  await playground.prompt.pressSequentially('!');
  await expect(mark(page)).toHaveText(/^Changed since this run: prompt, temperature 0\.2 → 0\.9$/);

  // A reload keeps the draft, the output, and what separates them.
  await page.reload();
  await playground.ready();
  await expect(mark(page)).toHaveText(/^Changed since this run: prompt, temperature 0\.2 → 0\.9$/);
  await expect.poll(() => playground.text()).toBe(text);

  await playground.prompt.press('Control+End');
  await playground.prompt.press('Backspace');
  await playground.setParameter('temperature', 0.2);
  await expect(mark(page)).toHaveCount(0);
  await playground.setParameter('temperature', 0.9);
  await playground.runToEnd();
  await expect(mark(page)).toHaveCount(0);
});

test('imported code, a preset and another connection mark the output, and opening a run does not', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('Once');
  await playground.runToEnd();
  const presets = page.getByRole('dialog', { name: 'Presets' });
  await page.getByRole('button', { name: /^Presets/ }).click();
  await presets.getByRole('textbox', { name: 'Name for the current settings' }).fill('Plain');
  await presets.getByRole('button', { name: 'Save' }).click();
  await expect(presets.getByRole('button', { name: /^Plain/ })).toBeVisible();
  await page.keyboard.press('Escape');

  const curl = `curl ${upstream.url}/completions -d '{"model":"test-model","prompt":"Twice","seed":7}'`;
  await page.getByRole('button', { name: 'Import code' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import code' });
  await dialog.getByRole('textbox', { name: 'Code' }).fill(curl);
  await dialog.getByRole('button', { name: /^(Fill in|Import)$/ }).click();
  await expect(mark(page)).toHaveText(/^Changed since this run: prompt, seed set to 7/);

  await playground.history.first().click();
  await expect(playground.prompt).toHaveValue('Once');
  await expect(mark(page)).toHaveCount(0);
  await playground.setParameter('temperature', 1.5);
  await playground.runToEnd();
  await page.getByRole('button', { name: /^Presets/ }).click();
  await presets.getByRole('button', { name: /^Plain/ }).click();
  await expect(mark(page)).toHaveText(/^Changed since this run: temperature not sent$/);

  await playground.history.first().click();
  await expect(mark(page)).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Connection' }).selectOption({ label: 'Practice model' });
  await expect(mark(page)).toHaveText(/^Changed since this run: connection, model test-model → /);
});

test('settings taken from a sweep that has not run put the output from before away, and Undo brings it back', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill('Once upon a time');
  await playground.runToEnd();
  const text = await playground.text();
  const sweep = new SweepPage(page);
  const axes = [{ kind: 'parameter' as const, parameter: 'temperature' as const, values: [0, 0.7] }];
  await sweep.open(`/compare?id=${await saveSweep(page.request, { seed: 3 }, { axes })}`);
  await sweep.cell(0, 0).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^(Take|Use) these settings$/ }).click();
  await playground.ready();
  await expect(playground.output.getByText('No run yet')).toBeVisible();
  await expect(mark(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => playground.text()).toBe(text);
  await expect(mark(page)).toHaveCount(0);
});

test('Compare puts the run beside what would be run now', async ({ page, playground }) => {
  await playground.open();
  await playground.prompt.fill('Once upon a time');
  await playground.setParameter('temperature', 0);
  await playground.runToEnd();
  const text = await playground.text();
  await playground.setParameter('temperature', 0.9);
  await playground.output.getByRole('link', { name: 'Compare' }).click();
  await page.waitForURL('**/compare**');
  const columns = page.getByRole('region', { name: /^Column / });
  await expect(columns).toHaveCount(2);
  await expect(columns.first()).toContainText(text.trim().slice(0, 20));
  await expect(columns.nth(1)).toContainText('Not run yet');
  await expect(page.getByRole('table', { name: 'Settings and measures' })).toContainText(
    /Temperature.*0\.9/s,
  );
});

test('going to another page and back keeps the last output; New puts it away', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill('Once upon a time');
  await playground.runToEnd();
  const text = await playground.text();
  const header = page.getByRole('navigation', { name: 'Main' });
  await header.getByRole('link', { name: 'Settings' }).click();
  await expect(page).toHaveURL(/\/settings/);
  await header.getByRole('link', { name: 'Playground' }).click();
  await playground.ready();
  await expect.poll(() => playground.text()).toBe(text);
  // The address names it again, so that a reload finds it.
  await expect(page).toHaveURL(/\?run=/);
  await page.reload();
  await playground.ready();
  await expect.poll(() => playground.text()).toBe(text);

  // Even from a page that was loaded for itself.
  await page.goto('/settings/connections');
  await header.getByRole('link', { name: 'Playground' }).click();
  await playground.ready();
  await expect.poll(() => playground.text()).toBe(text);
  await page.goBack();
  await expect(page).toHaveURL(/\/settings/);
  await page.goForward();
  await expect.poll(() => playground.text()).toBe(text);

  await page.getByRole('button', { name: 'New prompt', exact: true }).click();
  await expect(playground.status('No run yet')).toBeVisible();
  await page.reload();
  await playground.ready();
  await expect(playground.status('No run yet')).toBeVisible();
});

test('a run that goes on says that the draft is another by now, also after a reload', async ({
  page,
  playground,
  upstream,
}) => {
  const stream = await openMidStream(playground, upstream);
  await playground.prompt.fill('Twice');
  await expect(mark(page)).toHaveText(/^Changed since this run: prompt$/);
  await page.reload();
  await playground.ready();
  await expect(playground.completion).toHaveText('upon');
  await expect(mark(page)).toHaveText(/^Changed since this run: prompt$/);
  stream.finish();
  await playground.ended();
  await expect(mark(page)).toHaveText(/^Changed since this run: prompt$/);
});

test('a run that failed agrees with itself, and is not said to have been checked', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  upstream.enqueue(answers.error(404, 'The model `test-model` does not exist.'));
  await playground.prompt.fill('Once');
  await playground.setParameter('temperature', 0.5);
  await playground.runToEnd('failed');
  await expect(problemOn(page).getByRole('heading')).toHaveText('Model not found');
  await expect(problemOn(page)).toContainText('does not exist');
  await problemOn(page).getByRole('button', { name: 'Go to the field' }).click();
  await expect(page.getByRole('button', { name: 'Model: test-model' })).toBeFocused();
  await expect(receipt(page)).toHaveCount(0);
  await expect(playground.output.getByText('req-upstream')).toBeVisible();
  await playground.setParameter('temperature', 0.6);
  await expect(mark(page)).toHaveText(/^Changed since this run: temperature 0\.5 → 0\.6$/);
  // Under what went wrong, as under a text.
  const [over, under] = [await problemOn(page).boundingBox(), await mark(page).boundingBox()];
  expect((over?.y ?? 0) + (over?.height ?? 0)).toBeLessThanOrEqual(under?.y ?? 0);

  await playground.runToEnd();
  await expect(receipt(page)).toBeVisible();
});

test('the first run has nothing to be sorry for: its tokens are counted, and no line has a cross', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.runToEnd();
  const footer = playground.output.locator('footer');
  await expect(footer.locator('dl')).toContainText(/In\s*\d/);
  await expect(footer.locator('dl')).not.toContainText('about');
  await expect(receipt(page)).not.toContainText('not');
  await receipt(page).click();
  const lines = page.getByRole('row').filter({ has: page.getByRole('rowheader') });
  await expect(lines.first()).toBeVisible();
  await expect(lines.getByRole('img', { name: /^Not / })).toHaveCount(0);
});

for (const { width, height } of [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
]) {
  test(`nothing moves by itself from the press of Run to the end, at ${width}`, async ({
    page,
    playground,
    upstream,
  }) => {
    await page.setViewportSize({ width, height });
    await openOnUpstream(playground, upstream);
    const { output } = playground;
    const footer = output.locator('footer');
    const boxes = async () => ({
      prompt: await boxOf(playground.prompt),
      output: await boxOf(output),
      text: await boxOf(playground.completion),
      footer: await boxOf(footer),
      time: (await boxOf(footer.getByText('Time', { exact: true }))).slice(0, 2),
      regenerate: await boxOf(output.getByRole('button', { name: 'Regenerate' })),
      append: await boxOf(output.getByRole('button', { name: /^Append/ })),
    });
    const footerBefore = await boxOf(footer);
    await playground.prompt.fill('Once');
    for (const round of ['first', 'second']) {
      const stream = steppedStream();
      upstream.enqueue(stream.answer);
      await playground.run();
      await stream.begun;
      await expect(playground.status('Waiting for first token')).toBeVisible();
      await expect(output.getByRole('button', { name: /^Append/ })).toBeVisible();
      const started = await boxes();
      expect(started.footer, `the status line, ${round} run`).toEqual(footerBefore);
      stream.text(' upon');
      await expect(playground.completion).toHaveText('upon');
      await expect(footer.getByText('Out', { exact: true })).toBeVisible();
      expect(await boxes(), `streaming, ${round} run`).toEqual(started);
      stream.finish();
      await playground.ended();
      await expect(receipt(page)).toBeVisible();
      expect(await boxes(), `done, ${round} run`).toEqual(started);
    }
  });
}

test('on a first visit the empty output says its line where it stays', async ({ page, playground }) => {
  const places: string[] = [];
  await page.exposeFunction('notePlace', (place: string) => places.push(place));
  await page.addInitScript(() => {
    const look = () => {
      const line = [...document.querySelectorAll('p')].find((p) =>
        p.textContent?.includes('The model continues from'),
      );
      const { top, height } = line?.getBoundingClientRect() ?? { top: 0, height: 0 };
      const { notePlace } = window as unknown as { notePlace: (place: string) => void };
      if (height > 0) notePlace(`${Math.round(top)} ${Math.round(height)}`);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await playground.open();
  await expect(playground.output.getByRole('link', { name: 'Connect a real model' })).toBeVisible();
  await expect.poll(() => places.length).toBeGreaterThan(5);
  expect(new Set(places).size, [...new Set(places)].join(' | ')).toBe(1);
});

/** Where it is on the page, in whole pixels: left, top, width and height. */
async function boxOf(locator: Locator): Promise<number[]> {
  const box = await locator.boundingBox();
  return box === null ? [] : [box.x, box.y, box.width, box.height].map(Math.round);
}

/** The button that opens what was sent and what came of it. */
function receipt(page: Page) {
  return page
    .getByRole('region', { name: 'Output', exact: true })
    .locator('footer')
    .getByRole('button', { name: /^What was applied/ });
}
