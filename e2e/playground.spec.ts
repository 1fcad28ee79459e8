import { expect } from '@playwright/test';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { openOnUpstream } from './support/open-on-upstream';
import { test } from './support/test';

test('Stop reaches the upstream and keeps the text that had come, by button and by Escape', {
  tag: '@firefox',
}, async ({ playground, page, upstream }) => {
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('Once');
  for (const [round, stop] of [
    () => playground.stopButton.click(),
    () => page.keyboard.press('Escape'),
  ].entries()) {
    const stream = steppedStream();
    upstream.enqueue(stream.answer);
    await playground.run();
    const request = await stream.begun;
    stream.text(' upon a time');
    await expect(playground.completion).toHaveText('upon a time');
    await stop();
    await playground.ended('stopped');
    expect(await request.closed).toBe('closed');
    expect(await playground.text()).toBe(' upon a time');
    await expect(playground.runButton).toBeVisible();
    await expect(playground.history).toHaveCount(round + 1);
    await expect(playground.history.first()).toContainText('Stopped');
  }
});

test('regenerate asks for the very same again; shortcuts run and regenerate, too', async ({
  playground,
  page,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  upstream.enqueue(...['one', 'two', 'three', 'four'].map((text) => answers.stream([text])));
  await playground.prompt.fill('Count:');
  await playground.setParameter('temperature', 0.5);
  await playground.prompt.press('Control+Enter');
  await expect(playground.completion).toHaveText('one');
  await playground.ended();
  // The draft changes; Regenerate repeats the run that is shown.
  await playground.prompt.fill('Something else');
  await page.getByRole('button', { name: 'Regenerate' }).click();
  await expect(playground.completion).toHaveText('two');
  await playground.ended();
  await page.keyboard.press('Control+Shift+Enter');
  await expect(playground.completion).toHaveText('three');
  await playground.ended();
  const [first, second, third] = upstream.requests.map((request) => request.json);
  expect(first).toMatchObject({ prompt: 'Count:', temperature: 0.5 });
  expect(second).toEqual(first);
  expect(third).toEqual(first);
  await playground.prompt.press('Control+Enter');
  await expect(playground.completion).toHaveText('four');
  expect((await upstream.received(4)).json).toMatchObject({ prompt: 'Something else' });
});

test('the output is appended to the prompt and taken off again, and copied exactly', async ({
  playground,
  page,
  context,
  upstream,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openOnUpstream(playground, upstream);
  const text = ' a time,\n\tthere “was” \u00a0 ünïcode 🙂  ';
  upstream.always(answers.stream([text]));
  await playground.prompt.fill('Once upon');
  await playground.runToEnd();
  expect(await playground.text()).toBe(text);

  await page.getByRole('button', { name: 'Copy completion' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);

  await page.getByRole('button', { name: 'Append to prompt' }).click();
  await expect(playground.prompt).toHaveValue(`Once upon${text}`);
  await page.getByRole('button', { name: 'Undo append' }).click();
  await expect(playground.prompt).toHaveValue('Once upon');
  await expect(page.getByRole('button', { name: 'Undo append' })).toBeHidden();

  // The browser's own undo works on it as well.
  await page.getByRole('button', { name: 'Append to prompt' }).click();
  await playground.prompt.press('Control+z');
  await expect(playground.prompt).toHaveValue('Once upon');

  await page.getByRole('button', { name: 'Append to prompt' }).click();
  await playground.runToEnd();
  expect((await upstream.received(2)).json).toMatchObject({ prompt: `Once upon${text}` });
});

test('white space at the end of a prompt is pointed out and trimmed with one press', async ({
  playground,
  page,
}) => {
  await playground.open();
  const notice = page.getByRole('status').filter({ hasText: 'which usually hurts completions' });
  await playground.prompt.fill('Once upon a');
  await expect(notice).toHaveCount(0);
  await playground.prompt.fill('Once upon a\n \t');
  await expect(notice).toContainText('Ends with ␣⇥');
  await notice.getByRole('button', { name: 'Trim' }).click();
  // A line break at the end is often meant, and stays.
  await expect(playground.prompt).toHaveValue('Once upon a\n');
  await expect(notice).toHaveCount(0);
});

test('a prompt of 200 kB is pasted, sent whole, and survives a reload', async ({
  playground,
  page,
  context,
  upstream,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openOnUpstream(playground, upstream);
  const prompt = `${'All work and no play makes Jack a dull boy.\n'.repeat(4600)}The end:`;
  expect(prompt.length).toBeGreaterThan(200_000);
  await page.evaluate((text) => navigator.clipboard.writeText(text), prompt);
  await playground.prompt.press('Control+a');
  await playground.prompt.press('Control+v');
  await expect(page.getByText(`${prompt.length.toLocaleString('en-US')} characters`)).toBeVisible();
  await playground.runToEnd();
  expect((await upstream.received(1)).json).toMatchObject({ prompt });
  await page.reload();
  await playground.ready();
  await expect(playground.prompt).toHaveValue(prompt);
  await expect(playground.completion).toHaveText('Once upon a time');
});

test('in no width anything in the header of an output is drawn over something else, or cut', async ({
  page,
  playground,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await playground.open();
  await playground.prompt.fill('Once upon a time there was a');
  await playground.setParameter('logprobs', 3);
  await playground.runToEnd();
  const { output } = playground;
  await output.getByRole('button', { name: 'Append to prompt' }).click();
  await expect(output.getByRole('button', { name: 'Undo append' })).toBeVisible();
  await expect(output.getByRole('list', { name: 'Color legend' })).toBeVisible();
  /** What can be seen of it, by name, and what of it meets something else. */
  const look = () =>
    output.locator('header').evaluate((header) => {
      const parts = [...header.querySelectorAll('h2, p > span, li, button, a, select')].flatMap((part) => {
        const { left, top, right, bottom } = part.getBoundingClientRect();
        // A part that does not fit is below its line, which shows nothing there.
        const line = part.closest('ul, p')?.getBoundingClientRect();
        const isShown = right > left && (!line || top < line.bottom - 2);
        const name = part.getAttribute('aria-label') ?? part.textContent ?? '';
        const isCut = line !== undefined && (left < line.left - 1 || right > line.right + 1);
        return isShown ? [{ name, left, top, right, bottom, isCut }] : [];
      });
      const meets = parts.flatMap((one, at) =>
        parts
          .slice(at + 1)
          .filter(
            (other) =>
              one.left < other.right - 1 &&
              other.left < one.right - 1 &&
              one.top < other.bottom - 1 &&
              other.top < one.bottom - 1,
          )
          .map((other) => `${one.name} and ${other.name}`),
      );
      return {
        names: parts.map(({ name }) => name),
        faults: [...meets, ...parts.filter((part) => part.isCut).map(({ name }) => `${name} is cut`)],
      };
    });
  for (const width of [1600, 1440, 1280, 1180, 1100, 1000, 920, 820, 700, 500, 360]) {
    await page.setViewportSize({ width, height: 720 });
    await expect.poll(async () => (await look()).faults, { message: `at ${width}` }).toEqual([]);
    const { names } = await look();
    for (const name of ['Output', 'What if', 'Token colors', 'Undo append'])
      expect(names, `at ${width}`).toContain(name);
  }
  await page.setViewportSize({ width: 1600, height: 720 });
  await expect.poll(async () => (await look()).names).toContain('under 10%');
});

test('at 360 px everything above an output with probabilities can be reached', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill('Once upon a time there was a');
  await playground.setParameter('logprobs', 3);
  await playground.runToEnd();
  await page.setViewportSize({ width: 360, height: 740 });
  const { output } = playground;
  await output.getByRole('button', { name: 'Append to prompt' }).click();
  await expect(output.getByRole('combobox', { name: 'Token colors' })).toBeInViewport({ ratio: 1 });
  for (const name of ['Undo append', 'Regenerate', 'Copy completion', 'Share']) {
    await expect(output.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
  }
});
