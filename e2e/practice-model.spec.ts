import { expect } from '@playwright/test';
import { test } from './support/test';

const STORY = 'Once upon a time there was a';

test.beforeEach(async ({ playground }) => {
  await playground.open();
  await playground.prompt.fill(STORY);
  await playground.setParameter('max_tokens', 30);
});

test('the same seed writes the same text, another seed another, and temperature 0 the greedy one', async ({
  playground,
}) => {
  const run = async () => {
    await playground.runToEnd();
    return playground.text();
  };
  await playground.setParameter('seed', 7);
  const first = await run();
  expect(first).not.toBe('');
  expect(await run()).toBe(first);
  await playground.setParameter('seed', 8);
  expect(await run()).not.toBe(first);

  await playground.setParameter('temperature', 0);
  const greedy = await run();
  await playground.setParameter('seed', 9);
  expect(await run()).toBe(greedy);
  await playground.send('seed', false);
  expect(await run()).toBe(greedy);
});

test('stop cuts before the stop text, and the finish reason says so', async ({ playground }) => {
  await playground.setParameter('temperature', 0);
  await playground.runToEnd();
  const whole = await playground.text();
  await expect(playground.output.getByText('Hit max tokens')).toBeVisible();
  const word = whole.trim().split(' ').at(5) ?? '';

  await playground.setParameter('stop', [word]);
  await playground.runToEnd();
  await expect(playground.output.getByText('End or stop sequence')).toBeVisible();
  expect(await playground.text()).toBe(whole.slice(0, whole.indexOf(word)));
});

test('echo returns the prompt in front', async ({ playground }) => {
  await playground.setParameter('echo', true);
  await playground.runToEnd();
  const text = await playground.text();
  expect(text.startsWith(STORY)).toBe(true);
  expect(text.length).toBeGreaterThan(STORY.length);
});

test('n: 3 gives three choice panes with texts of their own', async ({ playground }) => {
  await playground.setParameter('seed', 1);
  await playground.runToEnd();
  const alone = await playground.text();
  await playground.setParameter('n', 3);
  await playground.runToEnd();
  await expect(playground.panes).toHaveCount(3);
  const texts = await playground.panes.allTextContents();
  expect(texts[0]).toBe(alone);
  expect(new Set(texts).size).toBe(3);
  await expect(playground.output.getByText('choice 3', { exact: true })).toBeVisible();
  await expect(playground.history.first()).toContainText('3 choices');
});

test('two prompts with n = 2 give four choice panes, each named for its prompt and choice', async ({
  playground,
  page,
}) => {
  const prompts = [STORY, 'def mean(values):\n'];
  await playground.setPrompts(prompts);
  // Equal choices would be collapsed into one choice pane: with this seed all differ.
  await playground.setParameter('seed', 2);
  await playground.setParameter('n', 2);
  await playground.setParameter('echo', true);
  await playground.runToEnd();
  await expect(playground.panes).toHaveCount(4);
  for (const [index, name] of ['1, choice 1', '1, choice 2', '2, choice 1', '2, choice 2'].entries()) {
    const pane = page.getByRole('region', { name: `Completion, prompt ${name}`, exact: true });
    const text = await playground.text(pane);
    expect(await playground.text(playground.panes.nth(index))).toBe(text);
    expect(text.startsWith(prompts[Math.floor(index / 2)] ?? '?')).toBe(true);
  }
});

test('best_of explains that it cannot stream, and without streaming returns one of the five', async ({
  playground,
}) => {
  await playground.setParameter('seed', 2);
  await playground.setParameter('n', 5);
  await playground.runToEnd();
  await expect(playground.panes).toHaveCount(5);
  const five = await playground.panes.allTextContents();

  await playground.send('n', false);
  await playground.setParameter('best_of', 5);
  const said = playground.parameters.getByRole('alert').filter({ hasText: "can't be streamed" });
  await expect(said).toBeVisible();
  await playground.prompt.press('Control+Enter');
  await expect(playground.panes).toHaveCount(5);
  await playground.parameters.getByRole('button', { name: 'Turn off streaming' }).click();
  await playground.runToEnd();
  expect(five).toContain(await playground.text());
});

test('a token that is banned by its text does not come, and one that is forced comes alone', async ({
  playground,
}) => {
  const { parameters } = playground;
  await playground.setParameter('temperature', 0);
  await playground.setParameter('max_tokens', 6);
  await playground.runToEnd();
  const word = (await playground.text()).trim().split(' ')[0] ?? '';

  await playground.send('logit_bias');
  await parameters.getByRole('button', { name: 'Find token IDs by text' }).click();
  const find = parameters.getByRole('textbox', { name: 'Text to find token IDs for' });
  await find.fill(` ${word}`);
  const found = parameters.getByRole('listitem').filter({ hasText: `␣${word}` });
  await found.getByRole('button', { name: 'Ban' }).click();
  await playground.runToEnd();
  expect((await playground.text()).split(' ')).not.toContain(word);

  await found.getByRole('button', { name: 'Force' }).click();
  await playground.runToEnd();
  expect(await playground.text()).toBe(` ${word}`.repeat(6));
});

test('alternatives are shown on hover and by keyboard, and never add up to more than all', async ({
  playground,
  page,
}) => {
  await playground.setParameter('logprobs', 5);
  await playground.setParameter('seed', 4);
  await playground.runToEnd();
  const { completion } = playground;

  await completion.focus();
  const said = page.getByRole('status').filter({ hasText: /^“.+”, [\d.<>]+%, rank \d of \d, alternatives / });
  // The code that handles the arrows loads with the first probabilities, and this answer took only a tenth of
  // a second.
  await expect(async () => {
    await page.keyboard.press('ArrowRight');
    await expect(said).toHaveCount(1, { timeout: 500 });
  }).toPass();
  const first = await said.textContent();
  await page.keyboard.press('ArrowRight');
  await expect(said).not.toHaveText(first ?? '');
  await page.keyboard.press('Escape');
  await expect(said).toHaveCount(0);

  const panel = page.locator('[aria-hidden="true"]').filter({ hasText: 'others' }).filter({ hasText: '▸' });
  await expect(panel).toHaveCount(0);
  await completion.hover({ position: { x: 40, y: 24 } });
  await expect(panel).toBeVisible();
  // One row for each alternative, below the token's own figures.
  const rows = await panel.locator(':scope > span').allTextContents();
  const shares = [...rows.join(' ').matchAll(/([\d.]+)%/g)].map((found) => Number(found[1]));
  expect(shares.length).toBeGreaterThanOrEqual(6);
  const sum = shares.reduce((total, share) => total + share, 0);
  // Together with the row of all other tokens the sum is 100%, up to rounding.
  expect(Math.abs(sum - 100)).toBeLessThan(0.5);
});

test('text is written into a gap when there is text after it', async ({ playground, page }) => {
  await playground.prompt.fill('');
  await page.getByRole('button', { name: 'Fill in the middle' }).click();
  await expect(page.getByRole('textbox', { name: 'Suffix' })).toHaveValue(/harbor/);
  await playground.setParameter('temperature', 0);
  await playground.runToEnd();
  const filled = await playground.text();
  await playground.send('suffix', false);
  await playground.runToEnd();
  expect(filled).not.toBe('');
  expect(await playground.text()).not.toBe(filled);
});
