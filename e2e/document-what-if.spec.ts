import { expect, type Locator, type Page } from '@playwright/test';
import type { Token } from '@/lib/protocol/run/run-events';
import { expectAccessible, expectNothingWider } from './support/accessible';
import { continuedDocument } from './support/document';
import type { Playground } from './support/playground';
import { test } from './support/test';

const STORY = 'Once upon a time there was a';
const row = (page: Page) => page.getByRole('region', { name: 'What if', exact: true });
const slider = (page: Page, name: string) => row(page).getByRole('slider', { name: `What if: ${name}` });
const toggle = (page: Page) => page.getByRole('button', { name: 'What if', exact: true });

/** A document with a generation at this temperature, and its tokens as the server stored them. */
async function written(page: Page, playground: Playground, temperature: number) {
  const document = await continuedDocument(playground, STORY, {
    logprobs: 5,
    seed: 4,
    max_tokens: 40,
    temperature,
  });
  return { document, tokens: await tokensOfNewest(page) };
}

async function tokensOfNewest(page: Page): Promise<Token[]> {
  const { runs } = await (await page.request.get('/api/runs?limit=1')).json();
  const detail = await (await page.request.get(`/api/runs/${runs[0].id}`)).json();
  return detail.state.choices[0].tokens;
}

/** Calculated apart from the app: the shown probabilities to the power of 1/T, over their sum. */
function chances(token: Token, temperature: number): { text: string; chance: number }[] {
  const all = token.top.map(({ text, logprob }) => ({ text, p: Math.exp(logprob) }));
  if (!all.some(({ text }) => text === token.text))
    all.push({ text: token.text, p: Math.exp(token.logprob ?? 0) });
  all.sort((a, b) => b.p - a.p);
  const raised = all.map(({ text, p }) => ({ text, p: p ** (1 / temperature) }));
  const sum = raised.reduce((total, { p }) => total + p, 0);
  return raised.map(({ text, p }) => ({ text, chance: p / sum }));
}

const chanceOf = (token: Token, temperature: number) =>
  chances(token, temperature).find(({ text }) => text === token.text)?.chance ?? 0;

function percent(chance: number): string {
  const value = chance * 100;
  if (value < 0.01) return '<0.01%';
  if (value > 99.95 && value < 100) return '>99.9%';
  return `${value.toFixed(value < 1 ? 2 : value < 99.95 ? 1 : 0)}%`;
}

async function setTo(thumb: Locator, value: number): Promise<void> {
  await thumb.focus();
  for (let presses = 0; presses < 300; presses += 1) {
    const steps = Math.round((value - Number(await thumb.getAttribute('aria-valuenow'))) * 100);
    if (steps === 0) return;
    const [large, small] = steps > 0 ? ['PageUp', 'ArrowRight'] : ['PageDown', 'ArrowLeft'];
    await thumb.press(Math.abs(steps) >= 10 ? large : small);
  }
}

test('at T = 0.5 the figures in a document are those of an independent calculation, and nothing is requested', async ({
  page,
  playground,
}) => {
  const { document, tokens } = await written(page, playground, 1);
  const requests: string[] = [];
  await toggle(page).click();
  await expect(slider(page, 'temperature')).toHaveAttribute('aria-valuenow', '1');
  await expect.poll(() => document.highlighted('what-if-branch', 'what-if-halved')).toEqual([]);
  page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await setTo(slider(page, 'temperature'), 0.5);
  const halved = tokens.filter((token) => chanceOf(token, 0.5) <= chanceOf(token, 1) / 2 + 1e-9);
  expect(halved.length).toBeGreaterThan(0);
  await expect(row(page).getByText(`half as likely or less: ${halved.length}`)).toBeVisible();
  // The marks are over these tokens and no others; two side by side stay two.
  await expect.poll(() => document.highlighted('what-if-halved')).toEqual(halved.map(({ text }) => text));

  // The token right after what was typed, from the keyboard.
  const [first] = tokens;
  if (!first) throw new Error('no token');
  await document.putCursor(STORY.length + 1);
  await page.keyboard.press('Alt+Enter');
  const menu = page.getByRole('dialog', { name: /^Token “/ });
  await expect(menu).toContainText(/≈ Based on these/);
  const before = chances(first, 1);
  const figures = chances(first, 0.5).map(({ chance }, at) => {
    const [from, to] = [percent(before[at]?.chance ?? 0), percent(chance)];
    return from === to ? `≈${to}` : `${from} → ≈${to}`;
  });
  await expect(menu.locator('span.relative.shrink-0.text-ink-2')).toHaveText(figures);
  await page.keyboard.press('Escape');
  expect(requests.filter((request) => request.includes('/api/runs'))).toEqual([]);
});

test('at 1440 px a document’s title is read beside everything that stands over its text', async ({
  page,
  playground,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const { document } = await written(page, playground, 1);
  await expect(toggle(page)).toBeVisible();
  const title = document.pane.getByRole('button', { name: /^Rename document/ });
  // A dozen letters and more.
  expect((await title.boundingBox())?.width).toBeGreaterThan(100);
  expect((await document.pane.locator('header').first().boundingBox())?.height).toBeLessThan(50);
});

test('it goes from mark to mark, begins with the settings of the run under the cursor, and closes', async ({
  page,
  playground,
}) => {
  const { document, tokens } = await written(page, playground, 1.6);
  // A second generation with other settings.
  await playground.setParameter('temperature', 0.7);
  await document.editor.focus();
  await page.keyboard.press('ControlOrMeta+End');
  // After an ending the model has nothing to add.
  await page.keyboard.insertText(`\n${STORY}`);
  const { length } = await document.text();
  await document.run();
  await expect.poll(async () => (await document.text()).length).toBeGreaterThan(length);
  await document.ended();
  await toggle(page).click();
  await expect(slider(page, 'temperature')).toHaveAttribute('aria-valuenow', '0.7');
  await toggle(page).click();
  await expect(row(page)).toHaveCount(0);
  await document.putCursor(STORY.length + 2);
  await toggle(page).click();
  await expect(slider(page, 'temperature')).toHaveAttribute('aria-valuenow', '1.6');

  await slider(page, 'temperature').press('Home');
  const all = [...tokens, ...(await tokensOfNewest(page))];
  const branches = all.filter(({ text, top }) => {
    const best = Math.max(...top.map(({ logprob }) => logprob));
    return top.find(({ logprob }) => logprob === best)?.text !== text;
  });
  expect(branches.length).toBeGreaterThan(2);
  await expect(row(page).getByText(`ruled out: ${branches.length}`)).toBeVisible();
  await page.keyboard.press('n');
  await expect(row(page).getByText(`1 of ${branches.length}`)).toBeVisible();
  await expect(document.editor.locator('.cm-token-current')).toHaveText(branches[0]?.text ?? '', {
    useInnerText: false,
  });
  await expect(page.getByRole('status').filter({ hasText: 'ruled out by these settings' })).toHaveCount(1);
  await expect(page.locator('.floating[aria-hidden=true]')).toContainText('Ruled out by these settings.');
  await page.keyboard.press('n');
  await expect(row(page).getByText(`2 of ${branches.length}`)).toBeVisible();
  await page.keyboard.press('p');
  await page.keyboard.press('p');
  await expect(row(page).getByText(`${branches.length} of ${branches.length}`)).toBeVisible();
  expect((await document.text()).includes('n'.repeat(3))).toBe(false);
  await expectAccessible(page, 'what if in a document');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNothingWider(page, 'what if in a document, on a phone');
  await row(page).getByRole('button', { name: 'Reset' }).focus();
  await page.keyboard.press('Escape');
  await expect(row(page)).toHaveCount(0);
  await expect.poll(() => document.highlighted('what-if-branch', 'what-if-halved')).toEqual([]);
});

test('where no probabilities are known there are neither colors nor What if', async ({
  page,
  playground,
}) => {
  const document = await continuedDocument(playground, STORY, { max_tokens: 8 });
  await expect(document.pane.getByText('Model', { exact: true })).toBeVisible();
  const colours = document.pane.getByRole('combobox', { name: 'Token colors' });
  await expect(colours).toHaveCount(0);
  await expect(toggle(page)).toHaveCount(0);
  await playground.setParameter('logprobs', 5);
  await document.editor.focus();
  await page.keyboard.press('ControlOrMeta+End');
  await document.run();
  await document.ended();
  await expect(colours).toBeVisible();
  await expect(toggle(page)).toBeVisible();
  // Also when the document is opened anew, with colors off.
  await colours.selectOption('off');
  await expect(document.pane.getByText('Saved', { exact: true })).toBeVisible();
  await page.reload();
  await expect(colours).toHaveValue('off');
  await expect(toggle(page)).toBeVisible();
});
