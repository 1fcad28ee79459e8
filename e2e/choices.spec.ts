import { expect } from '@playwright/test';
import type { MisbehavingServer } from '@/lib/testing/misbehaving-server';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { chunk, DONE, ENVELOPE } from '@/lib/testing/upstream-wire';
import { expectAccessible } from './support/accessible';
import { startGuest } from './support/guest';
import { openOnUpstream } from './support/open-on-upstream';
import type { Playground } from './support/playground';
import { test } from './support/test';

const WORDS = ' the quick brown fox jumps over the lazy dog and then it rests';

/** A chunk of one token with its log probability. */
function scored(text: string, logprob: number, index: number): string {
  const logprobs = {
    tokens: [text],
    token_logprobs: [logprob],
    top_logprobs: [{ [text]: logprob }],
    text_offset: [0],
  };
  const choices = [{ text, index, logprobs, finish_reason: null }];
  return `data: ${JSON.stringify({ ...ENVELOPE, choices })}\n\n`;
}

/** Choices that each begin with their number and go on for pages. */
function long(count: number) {
  const pieces = Array.from({ length: 60 }, (_, round) =>
    Array.from({ length: count }, (_, index) =>
      chunk(round === 0 ? `Choice number ${index + 1} begins.` : WORDS, { index }),
    ).join(''),
  );
  const ends = Array.from({ length: count }, (_, index) => chunk('', { index, finishReason: 'stop' }));
  return answers.rawStream(...pieces, ...ends, DONE);
}

async function runChoices(playground: Playground, upstream: MisbehavingServer, n: number): Promise<void> {
  await openOnUpstream(playground, upstream);
  upstream.always(long(n));
  await playground.prompt.fill('Once');
  await playground.setParameter('n', n);
  await playground.runToEnd();
  await expect(playground.panes).toHaveCount(n);
}

/** Where the first words of each choice are, once all are inside the pane. */
async function beginnings(playground: Playground, count: number) {
  const boxes = [];
  for (let index = 1; index <= count; index += 1) {
    const first = playground.output.getByText(`Choice number ${index} begins.`);
    await expect(first).toBeInViewport();
    expect(await playground.panes.nth(index - 1).evaluate((pane) => pane.scrollTop)).toBe(0);
    boxes.push(await playground.panes.nth(index - 1).boundingBox());
  }
  return boxes.map((box) => box ?? { x: 0, y: 0, width: 0, height: 0 });
}

for (const [width, height] of [
  [1440, 900],
  [1280, 720],
] as const) {
  test(`three choices stand side by side from their beginnings at ${width} × ${height}`, async ({
    page,
    playground,
    upstream,
  }) => {
    await page.setViewportSize({ width, height });
    await runChoices(playground, upstream, 3);
    const [first, second, third] = await beginnings(playground, 3);
    expect(new Set([first?.y, second?.y, third?.y]).size).toBe(1);
    const pane = await playground.output.boundingBox();
    expect((third?.x ?? 0) + (third?.width ?? 0)).toBeLessThanOrEqual(
      (pane?.x ?? 0) + (pane?.width ?? 0) + 1,
    );
  });
}

test('in a narrow window they stand one above the other with their first lines, and stay as wide as it', async ({
  page,
  playground,
  upstream,
}) => {
  await runChoices(playground, upstream, 3);
  await page.setViewportSize({ width: 390, height: 844 });
  await beginnings(playground, 3);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('twenty choices begin at their beginnings, and all can be reached', async ({
  page,
  playground,
  upstream,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await runChoices(playground, upstream, 20);
  for (const index of [0, 9, 19]) {
    await playground.panes.nth(index).scrollIntoViewIfNeeded();
    await expect(playground.output.getByText(`Choice number ${index + 1} begins.`)).toBeInViewport();
  }
});

test('a choice says how long it is, and how likely it was where that is known', async ({ playground }) => {
  await playground.open();
  await playground.prompt.fill('Once upon a time there was a');
  await playground.setParameter('n', 3);
  await playground.setParameter('seed', 1);
  await playground.setParameter('max_tokens', 12);
  await playground.runToEnd();
  const head = (name: string) => playground.output.getByText(name, { exact: true }).locator('..');
  await expect(head('choice 2')).toContainText(/\d+ characters/);
  await playground.setParameter('logprobs', 2);
  await playground.runToEnd();
  await expect(head('choice 2')).toContainText(/Hit max tokens · 12 tokens · mean logprob −\d\.\d\d/);
});

test('append says what it did, and can be undone from there', async ({ page, playground, upstream }) => {
  await runChoices(playground, upstream, 3);
  await page.getByRole('button', { name: 'Append to prompt, choice 2' }).click();
  await expect(playground.prompt).toHaveValue(/^OnceChoice number 2 begins\./);
  const said = page.locator('[data-sonner-toast]').filter({ hasText: 'Choice 2 added to the prompt.' });
  await said.getByRole('button', { name: 'Undo' }).click();
  await expect(playground.prompt).toHaveValue('Once');

  // What was typed since is not taken away.
  await page.getByRole('button', { name: 'Append to prompt, choice 3' }).click();
  await playground.prompt.press('Control+End');
  await playground.prompt.pressSequentially(' And more.');
  await page
    .locator('[data-sonner-toast]')
    .filter({ hasText: 'Choice 3 added' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect(page.getByText("Can't undo: the prompt has changed.")).toBeVisible();
  await expect(playground.prompt).toHaveValue(/^OnceChoice number 3 begins\..* And more\.$/s);
});

test.describe('on a touch screen', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('each choice shows its first lines, and opens with a tap', async ({ page, playground, upstream }) => {
    await openOnUpstream(playground, upstream);
    upstream.always(long(3));
    await playground.prompt.fill('Once');
    await page.getByRole('button', { name: 'Show parameters' }).tap();
    const sheet = page.getByRole('dialog', { name: 'Parameters' });
    await sheet.getByRole('switch', { name: 'Send Choices (n)', exact: true }).setChecked(true);
    await sheet.getByRole('textbox', { name: 'Choices (n)', exact: true }).fill('3');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await playground.runToEnd();
    await expect(playground.panes).toHaveCount(3);
    const height = () => playground.panes.nth(1).evaluate((pane) => pane.clientHeight);
    expect(await height()).toBeLessThan(120);
    // No part of a line is left at the end.
    const lines = await playground.panes.nth(1).evaluate((pane) => {
      const { paddingTop, lineHeight } = getComputedStyle(pane);
      const { height } = pane.getBoundingClientRect();
      return (height - Number.parseFloat(paddingTop)) / Number.parseFloat(lineHeight);
    });
    expect(lines).toBeCloseTo(3, 1);
    await expect(playground.output.getByText('Choice number 1 begins.')).toBeInViewport();
    await page.getByRole('button', { name: 'Show all of choice 2' }).tap();
    await expect.poll(height).toBeGreaterThan(500);
    await page.getByRole('button', { name: 'Show less of choice 2' }).tap();
    await expect.poll(height).toBeLessThan(120);
  });

  test('what stands for a missing text is below the head of its choice', async ({
    page,
    playground,
    upstream,
  }) => {
    const guest = await openOnUpstream(playground, upstream);
    const [first, second] = [0, 1].map((index) => chunk('', { index, finishReason: 'stop' }));
    upstream.always(answers.rawStream(chunk('A text.', { index: 0 }), first ?? '', second ?? '', DONE));
    const { connections } = await (await page.request.get('/api/connections')).json();
    const { id } = connections.find(({ name }: { name: string }) => name === 'Local server');
    await guest.complete({ model: 'test-model', prompt: 'Once', n: 2 }, id);
    const { runs } = await (await page.request.get('/api/runs?limit=1')).json();
    await page.goto(`/?run=${runs[0].id}`);
    await playground.ended();
    const silence = playground.output.getByText(/^No text/);
    const top = (await silence.boundingBox())?.y ?? 0;
    const head = await playground.output
      .getByText('choice 2', { exact: true })
      .locator('../..')
      .boundingBox();
    expect(top).toBeGreaterThanOrEqual((head?.y ?? 0) + (head?.height ?? 0) + 4);
  });
});

test.describe('with probabilities', () => {
  const SETTINGS = { n: 4, temperature: 1.2, seed: 3, logprobs: 1, max_tokens: 20 } as const;

  const names = (indexes: readonly number[]) => indexes.map((index) => `Completion, choice ${index + 1}`);
  const shown = (playground: Playground) =>
    playground.panes.evaluateAll((panes) => panes.map((pane) => pane.getAttribute('aria-label')));

  test('choices say their rank by mean log probability, and stand in that order on request', async ({
    page,
    playground,
  }) => {
    const guest = await startGuest(page.request);
    const { choices } = await guest.complete({ prompt: 'Once upon a time', ...SETTINGS });
    const means = choices.map(({ tokens }) => {
      const logprobs = (tokens ?? []).map(({ logprob }) => logprob ?? 0);
      return logprobs.reduce((sum, one) => sum + one, 0) / logprobs.length;
    });
    const byMean = [...means.keys()].sort((a, b) => (means[b] ?? 0) - (means[a] ?? 0));
    expect(byMean).not.toEqual([0, 1, 2, 3]);
    await playground.open();
    await playground.history.first().click();
    await expect.poll(() => shown(playground)).toEqual(names([0, 1, 2, 3]));
    for (const [at, index] of byMean.entries()) {
      const head = playground.output.getByText(`choice ${index + 1}`, { exact: true }).locator('..');
      await expect(head).toContainText(`Rank ${at + 1} of 4`);
    }
    const order = playground.output.getByRole('combobox', { name: 'Order of choices' });
    await order.selectOption('By rank');
    await expect.poll(() => shown(playground)).toEqual(names(byMean));
    await expectAccessible(page, 'ranked choices');
    // It holds for this run.
    await page.reload();
    await expect.poll(() => shown(playground)).toEqual(names(byMean));
    await order.selectOption('By number');
    await expect.poll(() => shown(playground)).toEqual(names([0, 1, 2, 3]));
  });

  test('nothing moves when a run of several choices ends, also not when two are equal', async ({
    page,
    playground,
    upstream,
  }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await openOnUpstream(playground, upstream);
    await playground.prompt.fill('Once');
    await playground.setParameter('n', 3);
    await playground.setParameter('logprobs', 1);
    const order = playground.output.getByRole('combobox', { name: 'Order of choices' });
    const boxes = async () => [
      await order.boundingBox(),
      ...(await playground.panes.evaluateAll((panes) =>
        panes.map((pane) => {
          const { x, y, width, height } = pane.getBoundingClientRect();
          return [pane.getAttribute('aria-label'), x, y, width, height];
        }),
      )),
    ];
    for (const round of ['first', 'after another was ranked']) {
      const stream = steppedStream();
      upstream.enqueue(stream.answer);
      await playground.run();
      await stream.begun;
      // The last is the most likely, and the first two are equal.
      for (const [index, logprob] of [-3, -3, -1].entries())
        stream.raw(scored(index === 2 ? ' third' : ' same', logprob, index));
      await expect(playground.panes).toHaveCount(3);
      await expect(playground.panes.nth(2)).toHaveText('third');
      await expect(playground.output.getByText('Ranked by mean logprob at the end')).toBeVisible();
      const before = await boxes();
      for (const index of [1, 2]) stream.raw(chunk('', { index, finishReason: 'stop' }));
      stream.finish();
      await playground.ended();
      await expect(playground.output.getByText('Rank 1 of 3')).toBeVisible();
      expect(await boxes(), round).toEqual(before);
      await order.selectOption('By rank');
      await expect.poll(() => shown(playground)).toEqual(names([2, 0, 1]));
    }
    // Collapsed on request.
    await playground.output.getByRole('button', { name: '×2 identical, choice 1' }).click();
    await expect.poll(() => shown(playground)).toEqual(names([2, 0]));
  });
});

test('without probabilities choices keep their order', async ({ page, playground }) => {
  const guest = await startGuest(page.request);
  await guest.complete({ prompt: 'Once upon a time', n: 3, temperature: 1.2, seed: 3, max_tokens: 20 });
  await playground.open();
  await playground.history.first().click();
  await expect(playground.panes).toHaveCount(3);
  await expect(playground.output.getByRole('combobox', { name: 'Order of choices' })).toHaveCount(0);
});

test('a double press on what is replaced does not press what comes in its place', async ({
  page,
  playground,
  upstream,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await runChoices(playground, upstream, 3);
  const box = await page.getByRole('button', { name: 'Show only this one, choice 3' }).boundingBox();
  const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
  await page.mouse.dblclick(x, y);
  await expect(playground.output.getByText('Choice 3 of 3')).toBeVisible();
  // Another button is under the pointer now, and has not been pressed.
  const there = await page.evaluate(
    ([left, top]) => document.elementFromPoint(left ?? 0, top ?? 0)?.closest('button')?.textContent,
    [x, y],
  );
  expect(there).toMatch(/^(Append|Copy|Show all 3)$/);
  await expect(page.getByText(/added to the prompt|Copied/)).toHaveCount(0);
  await expect(playground.prompt).toHaveValue('Once');
  // A press that is meant counts.
  await playground.output.getByRole('button', { name: /^Append/ }).click();
  await expect(playground.prompt).toHaveValue(/^OnceChoice number 3 begins\./);
});

test('the only choice that is shown stands alone, is appended from, and stays so after a reload', async ({
  page,
  playground,
  upstream,
}) => {
  await runChoices(playground, upstream, 3);
  await page.getByRole('button', { name: 'Show only this one, choice 2' }).press('Enter');
  await expect(playground.panes).toHaveCount(1);
  const pane = page.getByRole('region', { name: 'Completion, choice 2' });
  await expect(pane).toBeFocused();
  await expect(playground.output.getByText('Choice 2 of 3')).toBeVisible();
  // It only hid the others.
  await expect(playground.prompt).toHaveValue('Once');
  // The only one there is to copy.
  await expect(playground.output.getByRole('button', { name: /^Copy (all|choice)/ })).toHaveAccessibleName(
    'Copy choice 2',
  );
  await page.reload();
  await playground.ready();
  await expect(playground.output.getByText('Choice 2 of 3')).toBeVisible();
  await expect(playground.panes).toHaveCount(1);
  await playground.output.getByRole('button', { name: /^Append/ }).click();
  await expect(playground.prompt).toHaveValue(/^OnceChoice number 2 begins\./);
  await expectAccessible(page, 'one choice of several');

  await playground.output.getByRole('button', { name: 'Show all 3' }).press('Enter');
  await expect(playground.panes).toHaveCount(3);
  await expect(pane).toBeFocused();
  await expect(playground.output.getByRole('button', { name: 'Copy all' })).toBeVisible();
  // Another run has choices of its own.
  await page.getByRole('button', { name: 'Show only this one, choice 3' }).click();
  await expect(playground.panes).toHaveCount(1);
  await playground.runToEnd();
  await expect(playground.panes).toHaveCount(3);
});
