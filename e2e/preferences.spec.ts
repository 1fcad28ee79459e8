import { expect, type Locator, type Page } from '@playwright/test';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { aFullAccount } from './support/every-screen';
import { readyToRun } from './support/faults';
import { startGuest } from './support/guest';
import { test } from './support/test';

/** An element's computed colour. */
function colour(
  locator: Locator,
  property: 'background-color' | 'color' | 'border-bottom-color',
): Promise<string> {
  return locator.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
}

function variable(page: Page, name: string): Promise<string> {
  return page.evaluate(
    (one) => getComputedStyle(document.documentElement).getPropertyValue(one).trim(),
    name,
  );
}

/** The WCAG contrast of two colours written as #rrggbb. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test('with forced colours what is on, chosen, current or filled is seen, on a light and on a dark ground', async ({
  page,
  playground,
  upstream,
}) => {
  test.setTimeout(1_200_000);
  const { runs, comparison } = await aFullAccount(page.request, upstream);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    await page.goto(`/?run=${runs.many}`);
    await playground.ready();
    await playground.ended();
    const ground = await colour(page.locator('html'), 'background-color');
    const transparent = 'rgba(0, 0, 0, 0)';
    const seen = async (what: string, found: Promise<string>) => {
      const value = await found;
      expect([ground, transparent], `${what}, ${colorScheme}: ${value}`).not.toContain(value);
      return value;
    };
    const row = playground.parameters.locator('[data-parameter="temperature"]');
    const track = (name: string) =>
      playground.parameters.getByRole('switch', { name, exact: true }).locator('> span');
    const on = await seen('the track of what is on', colour(track('Send Temperature'), 'background-color'));
    expect(await colour(track('Send Top P'), 'background-color')).not.toBe(on);
    for (const name of ['Send Temperature', 'Send Top P']) {
      // On the track, not on the background of the page.
      const thumb = await colour(track(name).locator('> span'), 'background-color');
      expect(thumb).not.toBe(await colour(track(name), 'background-color'));
      await seen(`the edge of ${name}`, colour(track(name), 'border-bottom-color'));
    }
    const slider = row.locator('span:has(+ span > [role=slider])');
    const rest = await seen('the track of a slider', colour(slider, 'background-color'));
    expect(
      await seen('the filled part', colour(slider.locator('> span').first(), 'background-color')),
    ).not.toBe(rest);

    const current = page.getByRole('navigation', { name: 'Main' }).locator('[aria-current="page"]');
    const other = page.getByRole('navigation', { name: 'Main' }).locator('a:not([aria-current])').first();
    await seen('the current page', colour(current, 'background-color'));
    expect(await colour(other, 'border-bottom-color')).toBe(ground);
    await seen('the run that is open', colour(page.locator('[data-run][aria-current]'), 'background-color'));
    await seen('the sign of a status', colour(playground.output.locator('footer [data-sign]'), 'color'));
    const run = playground.runButton;
    expect(await colour(run, 'color')).not.toBe(await seen('Run', colour(run, 'background-color')));

    await page.goto(`/compare?id=${comparison}`);
    await page.getByRole('button', { name: 'Measures', expanded: false }).click();
    const bar = page.locator('[data-measure="tokens"] > span[aria-hidden]').first();
    await expect(bar.locator('> span')).toBeVisible();
    await seen('a bar', colour(bar.locator('> span'), 'background-color'));
    expect(await bar.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
    const shown = page.getByRole('group', { name: 'Text view' });
    const pressed = await seen(
      'what is chosen',
      colour(shown.getByRole('button', { pressed: true }), 'background-color'),
    );
    expect(await colour(shown.getByRole('button', { pressed: false }).first(), 'background-color')).not.toBe(
      pressed,
    );
  }
});

test('with forced colours prices, headers, tokens and the fields of other servers are read, and what is chosen is seen', async ({
  page,
  playground,
  upstream,
}) => {
  test.setTimeout(600_000);
  const guest = await startGuest(page.request);
  const connection = await guest.addConnection({ name: 'Mine', baseUrl: upstream.url, key: 'sk-mine' });
  const data = { model: 'test-model', price: { input: 1, output: 2, currency: 'USD' } };
  expect((await page.request.put(`/api/connections/${connection}/prices`, { data })).status()).toBe(200);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    await playground.open();
    const ground = await colour(page.locator('html'), 'background-color');
    const edge = async (what: string, locator: Locator) => {
      await expect(locator, what).toBeVisible();
      const { width, line } = await locator.evaluate((element) => {
        const { borderBottomWidth, borderBottomColor } = getComputedStyle(element);
        return { width: borderBottomWidth, line: borderBottomColor };
      });
      expect(Number.parseFloat(width), `the edge of ${what}, ${colorScheme}`).toBeGreaterThan(0);
      expect([ground, 'rgba(0, 0, 0, 0)'], `the edge of ${what}, ${colorScheme}`).not.toContain(line);
    };
    const readable = async (what: string, locator: Locator) => {
      await expect(locator, what).toBeVisible();
      expect(await colour(locator, 'color'), `${what}, ${colorScheme}`).not.toBe(ground);
    };

    await playground.prompt.fill('Once upon a time');
    const ids = page.getByRole('button', { name: 'Token IDs', exact: true });
    const off = await colour(ids, 'background-color');
    await ids.click();
    await expect(ids).toHaveAttribute('aria-pressed', 'true');
    expect(await colour(ids, 'background-color'), `IDs, ${colorScheme}`).not.toBe(off);
    await ids.click();
    await page.getByRole('button', { name: /^16 characters · / }).click();
    const tokens = page.getByRole('region', { name: 'Tokens' });
    await edge('a token', tokens.getByRole('listitem').first());
    await readable('a token’s id', tokens.getByRole('listitem').first().locator('span').last());
    await page.keyboard.press('Escape');

    const { parameters } = playground;
    await parameters.locator('summary', { hasText: 'More' }).click();
    await playground.send('extra_body');
    await playground.field('extra_body').fill('{"top_a": ');
    await edge('other fields', playground.field('extra_body'));
    await readable('what is wrong there', parameters.getByText("This isn't JSON"));
    await playground.field('extra_body').fill('{}');
    await playground.send('extra_body', false);
    // Switching a field has opened every group.
    await edge('start text', parameters.getByRole('textbox', { name: 'Start text', exact: true }));

    await playground.runToEnd();
    await page.getByRole('button', { name: /What was applied/ }).click();
    await page.getByText('Raw response', { exact: true }).click();
    await edge('the raw response', page.getByRole('region', { name: 'Raw response' }).locator('..'));

    await page.goto('/settings/connections');
    await page.getByRole('button', { name: 'Prices for Mine' }).click();
    const row = page.getByRole('row', { name: /^test-model/ });
    await readable('a price', row.getByRole('cell').first());
    await expect(row).toHaveCSS('border-top-width', '1px');
    await page.getByRole('button', { name: 'Change the price of test-model' }).click();
    await edge('an amount', page.getByRole('textbox', { name: 'Input', exact: true }));
    await page.goto('/settings/connections?new');
    const form = page.getByRole('dialog', { name: 'New connection' });
    const provider = (name: string) => form.locator('label', { hasText: name });
    await form.getByRole('button', { name: 'Add header' }).click();
    await edge('the name of a header', form.getByRole('textbox', { name: 'Header name' }));
    await provider('vLLM').click();
    const chosen = await colour(provider('vLLM'), 'background-color');
    expect(chosen, `the provider, ${colorScheme}`).not.toBe(
      await colour(provider('Ollama'), 'background-color'),
    );
    expect(await colour(provider('vLLM'), 'color')).not.toBe(chosen);
  }
});

test('more contrast: muted text is at 7 to 1, and every line at 3 to 1, light and dark', async ({ page }) => {
  await page.goto('/settings/appearance');
  const roles = ['--bg', '--surface', '--sunken', '--hover', '--ink-2', '--ink-3', '--line'] as const;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, contrast: 'no-preference' });
    await expect(page.locator('html')).toHaveClass(new RegExp(colorScheme));
    const usual = await variable(page, '--ink-3');
    await page.emulateMedia({ colorScheme, contrast: 'more' });
    const value = Object.fromEntries(
      await Promise.all(roles.map(async (role) => [role, await variable(page, role)] as const)),
    ) as Record<(typeof roles)[number], string>;
    expect(value['--ink-3']).not.toBe(usual);
    for (const ground of ['--bg', '--surface', '--sunken', '--hover'] as const) {
      for (const ink of ['--ink-2', '--ink-3'] as const) {
        expect(
          contrast(value[ink], value[ground]),
          `${ink} on ${ground}, ${colorScheme}`,
        ).toBeGreaterThanOrEqual(7);
      }
      expect(
        contrast(value['--line'], value[ground]),
        `lines on ${ground}, ${colorScheme}`,
      ).toBeGreaterThanOrEqual(3);
    }
  }
});

test('less motion: while a run streams nothing moves for ever', async ({ page, playground, upstream }) => {
  await readyToRun(page, playground, upstream.url);
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  await playground.run();
  await stream.begun;
  stream.text('Goes on');
  await expect(playground.completion).toContainText('Goes on');
  const endless = () =>
    page.evaluate(
      () =>
        document
          .getAnimations()
          .filter(
            (one) => one.playState === 'running' && one.effect?.getComputedTiming().iterations === Infinity,
          ).length,
    );
  await expect.poll(endless).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(endless).toBe(0);
  stream.finish();
  await playground.ended();
});
