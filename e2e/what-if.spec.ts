import { expect, type Locator, type Page } from '@playwright/test';
import type { Token } from '@/lib/protocol/run/run-events';
import { comeIn, expectAccessible, expectNothingWider } from './support/accessible';
import { startGuest } from './support/guest';
import { aFinishedRun, aShare } from './support/shares';
import { test } from './support/test';

const marked = (page: Page, mark: 'branch' | 'halved') =>
  page.evaluate((name) => CSS.highlights.get(`what-if-${name}`)?.size ?? 0, mark);
const row = (page: Page) => page.getByRole('region', { name: 'What if', exact: true });
const slider = (page: Page, name: string) => row(page).getByRole('slider', { name: `What if: ${name}` });
const toggle = (page: Page) => page.getByRole('button', { name: 'What if', exact: true });

/** A press before the page has come alive does nothing. */
async function openRow(page: Page): Promise<void> {
  await expect(async () => {
    if ((await toggle(page).getAttribute('aria-pressed')) === 'false') await toggle(page).click();
    await expect(row(page)).toBeVisible({ timeout: 2_000 });
  }).toPass();
}

/** A run on the practice model with probabilities, on its own page. */
async function openRun(page: Page, more = {}) {
  const guest = await startGuest(page.request);
  await guest.complete({
    prompt: 'Once upon a time there was a',
    max_tokens: 60,
    logprobs: 5,
    seed: 4,
    temperature: 1,
    ...more,
  });
  const { runs } = await (await page.request.get('/api/runs?limit=1')).json();
  const detail = await (await page.request.get(`/api/runs/${runs[0].id}`)).json();
  await page.goto(`/history/${runs[0].id}`);
  await expect(toggle(page)).toBeVisible();
  const tokens: Token[] = detail.state.choices[0].tokens;
  expect(tokens.length).toBeGreaterThan(20);
  return { id: runs[0].id as string, tokens };
}

/** Calculated apart from the app: the shown probabilities to the power of 1/T, cut, and each over their sum. */
function expected(token: Token, temperature: number, topP: number): Map<string, number> {
  const all = token.top.map(({ text, logprob }) => ({ text, p: Math.exp(logprob) }));
  if (!all.some(({ text }) => text === token.text))
    all.push({ text: token.text, p: Math.exp(token.logprob ?? 0) });
  all.sort((a, b) => b.p - a.p);
  const raised = all.map(({ text, p }) => ({ text, p: p ** (1 / temperature) }));
  const total = raised.reduce((sum, { p }) => sum + p, 0);
  const kept: typeof raised = [];
  let mass = 0;
  for (const one of raised) {
    if (mass >= topP) break;
    kept.push(one);
    mass += one.p / total;
  }
  const sum = kept.reduce((of, { p }) => of + p, 0);
  return new Map(all.map(({ text }) => [text, (kept.find((one) => one.text === text)?.p ?? 0) / sum]));
}

/** As the screen writes it: three figures, and never rounded to 0 or 100. */
function percent(chance: number): string {
  const value = chance * 100;
  if (value === 0) return '0%';
  if (value < 0.01) return '<0.01%';
  if (value > 99.95 && value < 100) return '>99.9%';
  return `${value.toFixed(value < 1 ? 2 : value < 99.95 ? 1 : 0)}%`;
}

async function setTo(thumb: Locator, value: number): Promise<void> {
  await thumb.focus();
  for (let presses = 0; presses < 300; presses += 1) {
    const now = Number(await thumb.getAttribute('aria-valuenow'));
    const steps = Math.round((value - now) * 100);
    if (steps === 0) return;
    await thumb.press(
      Math.abs(steps) >= 10 ? (steps > 0 ? 'PageUp' : 'PageDown') : steps > 0 ? 'ArrowRight' : 'ArrowLeft',
    );
  }
}

test('at T = 0.5 and top_p 0.5 every figure is that of an independent calculation, and nothing is requested', async ({
  page,
}) => {
  const { tokens } = await openRun(page);
  await openRow(page);
  await expect(row(page)).toBeVisible();
  expect(await marked(page, 'branch')).toBe(0);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await setTo(slider(page, 'temperature'), 0.5);
  await setTo(slider(page, 'top p'), 0.5);

  const branches = tokens.filter((token) => expected(token, 0.5, 0.5).get(token.text) === 0);
  expect(branches.length).toBeGreaterThan(0);
  await expect(row(page).getByText(`ruled out: ${branches.length}`)).toBeVisible();
  const halved = tokens.filter((token) => {
    const now = expected(token, 0.5, 0.5).get(token.text) ?? 0;
    return now > 0 && now <= (expected(token, 1, 1).get(token.text) ?? 0) / 2 + 1e-9;
  });
  await expect(row(page).getByText(`half as likely or less: ${halved.length}`)).toBeVisible();

  await page.getByRole('region', { name: 'Completion', exact: true }).focus();
  const panel = page.locator('.floating[aria-hidden=true]').filter({ hasText: '≈' });
  for (let at = 0; at < 12; at += 1) {
    await page.keyboard.press('ArrowRight');
    const token = tokens[at];
    if (!token) throw new Error('no token');
    const [before, after] = [expected(token, 1, 1), expected(token, 0.5, 0.5)];
    const figures = [...after].map(([text, chance]) => {
      const [from, to] = [percent(before.get(text) ?? 0), percent(chance)];
      return from === to ? `≈${to}` : `${from} → ≈${to}`;
    });
    await expect(async () => {
      const shown = (await panel.locator('span.relative.shrink-0.text-ink-2').allTextContents()).map((text) =>
        text.trim(),
      );
      expect(shown, `token ${at}`).toEqual(figures);
    }).toPass();
    if ((after.get(token.text) ?? 0) === 0) await expect(panel).toContainText('Ruled out by these settings.');
    else await expect(panel).not.toContainText('Ruled out by these settings.');
  }
  // Code of the page may come late, for example for a focus by keyboard.
  expect(requests.filter((request) => !request.includes('/_next/static/'))).toEqual([]);
});

test('by keyboard alone: open, move, from mark to mark, its menu, close', async ({ page }) => {
  const { tokens } = await openRun(page, { temperature: 1.6 });
  await openRow(page);
  await toggle(page).focus();
  await page.keyboard.press('Enter');
  await expect(row(page)).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(row(page)).toBeVisible();
  // The choice of colours and the copy buttons come between.
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(slider(page, 'temperature')).toBeFocused({ timeout: 200 });
  }).toPass();
  await page.keyboard.press('Home');
  // At T = 0 only the likeliest is possible.
  const branches = tokens.filter((token) => expected(token, 1, 1e-9).get(token.text) === 0);
  expect(branches.length).toBeGreaterThan(2);
  await expect(row(page).getByText(`ruled out: ${branches.length}`)).toBeVisible();
  await expect.poll(() => marked(page, 'branch')).toBeGreaterThan(0);
  await expect(row(page).getByRole('status')).toContainText(`${branches.length} tokens ruled out`);

  await page.keyboard.press('n');
  await expect(page.getByRole('region', { name: 'Completion', exact: true })).toBeFocused();
  await expect(row(page).getByText(`1 of ${branches.length}`)).toBeVisible();
  const said = page.getByRole('status').filter({ hasText: 'ruled out by these settings' });
  await expect(said).toHaveCount(1);
  await page.keyboard.press('n');
  await expect(row(page).getByText(`2 of ${branches.length}`)).toBeVisible();
  await page.keyboard.press('p');
  await page.keyboard.press('p');
  await expect(row(page).getByText(`${branches.length} of ${branches.length}`)).toBeVisible();

  await page.keyboard.press('Enter');
  const menu = page.getByRole('dialog', { name: /^Token “/ });
  await expect(menu.getByRole('menuitem', { name: /^Continue with “.+”, .+≈100%/ })).toBeVisible();
  await expect(menu).toContainText('Ruled out by these settings.');
  await page.keyboard.press('Escape');
  // Once for the token, once for the row.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(row(page)).toHaveCount(0);
  await expect.poll(() => marked(page, 'branch')).toBe(0);
});

test('top_k and min_p have sliders where the run sends them, and a reload forgets what was tried', async ({
  page,
}) => {
  await openRun(page, { top_k: 4, min_p: 0.1, temperature: 0.8 });
  await openRow(page);
  await expect(slider(page, 'top k')).toHaveAttribute('aria-valuenow', '4');
  await expect(slider(page, 'min p')).toHaveAttribute('aria-valuenow', '0.1');
  await expect(slider(page, 'temperature')).toHaveAttribute('aria-valuenow', '0.8');
  await slider(page, 'temperature').press('End');
  await row(page).getByRole('button', { name: 'Reset' }).click();
  await expect(slider(page, 'temperature')).toHaveAttribute('aria-valuenow', '0.8');
  await slider(page, 'temperature').press('End');
  await page.reload();
  await expect(toggle(page)).toHaveAttribute('aria-pressed', 'false');
  await expect(row(page)).toHaveCount(0);
});

test('in the playground a marked token’s menu continues with another one', async ({ page, playground }) => {
  await playground.open();
  await playground.prompt.fill('Once upon a time there was a');
  await playground.setParameter('logprobs', 5);
  await playground.setParameter('seed', 4);
  await playground.setParameter('max_tokens', 30);
  await playground.runToEnd();
  const before = await playground.text();
  await openRow(page);
  await slider(page, 'temperature').press('Home');
  await expect(row(page).getByText(/ruled out: [1-9]/)).toBeVisible();
  await page.keyboard.press('n');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: /≈100%/ }).press('Enter');
  await expect(playground.output.getByText(/^Branched from/)).toBeVisible();
  await playground.ended();
  expect(await playground.text()).not.toBe(before);
});

test('on a reader’s page of one run, too', async ({ app, page, playwright }) => {
  const owner = await playwright.request.newContext({ baseURL: app.url });
  await startGuest(owner);
  const runId = await aFinishedRun(owner, { logprobs: 5, temperature: 1.6, seed: 4, max_tokens: 60 });
  const { path } = await aShare(owner, runId);
  await owner.dispose();
  await page.goto(path ?? '');
  const text = page.locator('[data-output]').first();
  await expect(async () => {
    await text.hover();
    await expect(toggle(page)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await openRow(page);
  await expect(slider(page, 'temperature')).toHaveAttribute('aria-valuenow', '1.6');
  await slider(page, 'temperature').press('Home');
  await expect(row(page).getByText(/ruled out: [1-9]/)).toBeVisible();
  await page.keyboard.press('n');
  await expect(row(page).getByText(/^1 of \d/)).toBeVisible();
  await expectAccessible(page, 'what if on a shared page');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(row(page)).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`accessible in ${colorScheme}, wide and on a phone`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openRun(page);
    await openRow(page);
    await slider(page, 'temperature').press('Home');
    await comeIn(row(page));
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await expect(row(page).getByRole('slider')).toHaveCount(2);
      await expectAccessible(page, `what if, ${colorScheme}, ${width}`);
      await expectNothingWider(page, `what if, ${width}`);
    }
  });
}
