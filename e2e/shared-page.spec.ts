import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type APIRequestContext,
  type Browser,
  expect,
  type Page,
  request as playwrightRequest,
} from '@playwright/test';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { aSharedRun } from '@/lib/protocol/fixtures/shared-run';
import type { RunState } from '@/lib/protocol/run/run-state';
import { expectAccessible, expectNothingWider } from './support/accessible';
import type { App } from './support/app';
import { startGuest } from './support/guest';
import { insertShare, revokeShare } from './support/shares';
import { test } from './support/test';

/** The user who shares: not the one whose browser the tests drive. */
interface Owner {
  readonly request: APIRequestContext;
  readonly userId: string;
  readonly connectionId: string;
  /** What no reader may ever be sent. */
  readonly secrets: readonly string[];
  /** A run of the practice model, in its shared form. */
  readonly run: SharedRun;
}

const REQUEST = {
  model: 'practice-1',
  prompt: 'The lighthouse keeper climbed the stairs,',
  max_tokens: 60,
  temperature: 0.7,
  seed: 11,
  logprobs: 3,
  stop: ['\n\n\n'],
  stream: true,
};

async function anOwner(app: App): Promise<Owner> {
  const request = await playwrightRequest.newContext({ baseURL: app.url });
  const guest = await startGuest(request);
  const connectionId = await guest.addConnection({
    name: 'Canary connection',
    baseUrl: 'http://127.0.0.1:9/canary/v1',
    key: 'sk-canary-key-0123456789',
  });
  const email = 'canary@example.com';
  await request.post('/api/account/claim', { data: { email, password: 'a good long password' } });
  await request.patch('/api/account', { data: { name: 'Canary Person' } });
  const state = await guest.complete({ ...REQUEST, user: 'canary-end-user' });
  const { viewer } = await (await request.get('/api/account')).json();
  const { runs } = await (await request.get('/api/runs')).json();
  expect(viewer).toMatchObject({ email, name: 'Canary Person' });
  const secrets = [viewer.id, runs[0].id, connectionId, email, '127.0.0.1:9', 'canary', 'Canary'];
  return { request, userId: viewer.id, connectionId, secrets, run: sharedOf(state) };
}

/** The form in which a new link would store it. */
function sharedOf({ status, choices }: RunState): SharedRun {
  const { model, prompt, ...parameters } = REQUEST;
  const [{ text, finishReason, tokens }] = choices as [(typeof choices)[number]];
  return {
    version: 1,
    kind: 'run',
    title: 'The lighthouse keeper',
    sharedAt: '2026-11-01T10:00:00.000Z',
    status: status as SharedRun['status'],
    prompt,
    model,
    parameters,
    outputs: [{ index: 0, text, finishReason, ...(tokens ? { tokens } : {}) }],
    timings: { sentMs: 1, headersMs: 12, firstTokenMs: 345, durationMs: 6789 },
    usage: { promptTokens: 1234, completionTokens: 60, totalTokens: 1294 },
    // Slow, so that the tests can stop it half-way.
    pace: [...text].map((_character, at) => [500 + at * 200, 0, 1]),
  };
}

let owner: Owner;
test.beforeAll(async ({ app }) => {
  owner = await anOwner(app);
});
test.afterAll(() => owner.request.dispose());

const output = (page: Page, name = 'Output') => page.getByRole('region', { name, exact: true });
const textOf = (run: SharedRun) => run.outputs?.[0]?.text ?? '';

async function withoutScript(browser: Browser, app: App): Promise<Page> {
  return (await browser.newContext({ baseURL: app.url, javaScriptEnabled: false })).newPage();
}

test('without JavaScript every shared field is there, and nothing of its owner in any bytes', async ({
  app,
  browser,
}) => {
  const slug = await insertShare(app, owner.userId, owner.run);
  const page = await withoutScript(browser, app);
  const answer = await page.goto(`/s/${slug}`);
  expect(answer?.status()).toBe(200);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The lighthouse keeper');
  await expect(output(page, 'Prompt')).toContainText(REQUEST.prompt);
  expect(await page.locator('#output-0').textContent()).toBe(textOf(owner.run));
  const main = page.getByRole('main');
  for (const shown of [
    'practice-1',
    'Complete',
    'Shared on 1 Nov 2026',
    '345 ms',
    '6.8 s',
    '1,234',
    '1,294',
  ]) {
    await expect(main, shown).toContainText(shown);
  }
  const settings = page.getByRole('complementary', { name: 'About this run' });
  for (const [name, value] of [
    ['Temperature', '0.7'],
    ['Seed', '11'],
    ['Max tokens', '60'],
    ['Stop', '↵↵↵'],
    ['Log probabilities', '3'],
  ]) {
    await expect(
      settings.locator('div', { has: page.getByText(name ?? '', { exact: true }) }).last(),
    ).toContainText(value ?? '');
  }
  // Tools that need a script are not offered; the fork is a link.
  await expect(page.getByRole('button', { name: 'Replay' })).toBeHidden();
  await expect(page.getByRole('link', { name: 'Open in my playground' })).toHaveAttribute(
    'href',
    `/?from=${slug}`,
  );
  await page.context().close();

  const bytes: Record<string, string> = {};
  for (const [name, path, headers] of [
    ['page', '', {}],
    ['payload', '', { rsc: '1' }],
    ['JSON', '.json', {}],
    ['embed', '/embed', {}],
    ['picture', '/image.png', {}],
  ] as const) {
    // With the owner's own session: the page must not recognise even that.
    const response = await owner.request.get(`/s/${slug}${path}`, { headers });
    expect(response.status(), name).toBe(200);
    bytes[name] = `${JSON.stringify(response.headers())}${(await response.body()).toString('latin1')}`;
  }
  for (const [name, text] of Object.entries(bytes)) {
    expect(
      owner.secrets.filter((secret) => text.includes(secret)),
      name,
    ).toEqual([]);
  }
  expect(JSON.parse(bytes.JSON?.slice(bytes.JSON.indexOf('}{') + 1) ?? '')).toEqual(
    JSON.parse(JSON.stringify(owner.run)),
  );
});

test('headers keep a link to those who have it', async ({ app, request }) => {
  const slug = await insertShare(app, owner.userId, owner.run);
  for (const path of ['', '.json', '/embed', '/image.png']) {
    const headers = (await request.get(`/s/${slug}${path}`)).headers();
    expect(headers, path).toMatchObject({ 'x-robots-tag': 'noindex', 'referrer-policy': 'no-referrer' });
    expect(headers['cache-control'], path).toContain('no-store');
    expect(headers['set-cookie'], path).toBeUndefined();
    expect(headers['x-frame-options'], path).toBe(path === '/embed' ? undefined : 'DENY');
  }
  const json = (await request.get(`/s/${slug}.json`)).headers();
  expect(json).toMatchObject({ 'access-control-allow-origin': '*', 'content-type': 'application/json' });
  const page = await (await request.get(`/s/${slug}`)).text();
  expect(page).toContain(`<meta property="og:image" content="${app.url}/s/${slug}/image.png"/>`);
  expect(page).toMatch(/<meta name="robots" content="noindex[^"]*"\/>/);
  expect(page).toMatch(/<meta name="twitter:card" content="summary_large_image"\/>/);
  expect(app.log()).not.toContain(slug);
});

test('a link that is revoked, expired or unknown shows nothing, in every form', async ({ app, request }) => {
  const slug = await insertShare(app, owner.userId, owner.run);
  const expired = await insertShare(app, owner.userId, owner.run, { expiresAt: new Date(Date.now() - 1) });
  expect((await request.get(`/s/${slug}`)).status()).toBe(200);
  await revokeShare(app, slug);
  for (const [closed, status] of [
    [slug, 410],
    [expired, 410],
    ['x'.repeat(32), 404],
    ['nothing', 404],
  ] as const) {
    for (const path of ['', '.json', '/embed', '/image.png']) {
      const answer = await request.get(`/s/${closed}${path}`);
      expect(answer.status(), `${closed}${path}`).toBe(status);
      expect(await answer.text()).not.toMatch(/lighthouse|practice-1/);
      expect(answer.headers()).toMatchObject({ 'x-robots-tag': 'noindex', 'cache-control': 'no-store' });
    }
  }
  expect(await (await request.get(`/s/${slug}.json`)).json()).toEqual({
    error: { code: 'gone', message: 'This link is no longer available.' },
  });
  expect((await request.get('/s')).status()).toBe(404);
});

test('tokens show their probabilities by pointer, keys and colour', async ({ app, page }) => {
  const slug = await insertShare(app, owner.userId, aSharedRun());
  await page.goto(`/s/${slug}`);
  await output(page)
    .getByText('there was')
    .hover({ position: { x: 30, y: 10 } });
  await expect(async () => {
    await output(page)
      .getByText('there was')
      .hover({ position: { x: 36, y: 10 } });
    await expect(page.getByText('90.5%').first()).toBeVisible({ timeout: 500 });
  }).toPass();

  // It promises no more than there is.
  await expect(page.getByText('to see its probability and any alternatives.')).toBeVisible();
  const [first] = aSharedRun().outputs ?? [];
  const tokens = first?.tokens?.map((token) => ({ ...token, top: [] })) ?? [];
  const without = aSharedRun({ outputs: first && [{ ...first, tokens }] });
  const bare = await insertShare(app, owner.userId, without);
  const other = await page.context().newPage();
  await other.goto(`/s/${bare}`);
  await expect(other.getByText(/to see its probability\.$/)).toBeVisible();
  await other.close();

  await output(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('status').filter({ hasText: '“was & is”, 30.1%' })).toBeAttached();
  await page.keyboard.press('Escape');

  const marked = () =>
    page.evaluate(() => [1, 2, 3].map((level) => CSS.highlights.get(`token-${level}`)?.size ?? 0));
  await page.getByRole('combobox', { name: 'Token colors' }).selectOption('Probability');
  await expect.poll(marked).toEqual([1, 0, 0]);
  await page.getByRole('combobox', { name: 'Token colors' }).selectOption('Colors off');
  await expect.poll(marked).toEqual([0, 0, 0]);
});

test('only the tokens on the screen are marked', async ({ app, page }) => {
  const words = Array.from({ length: 4000 }, (_, at) => ` word${at}`);
  const tokens = words.map((text) => ({ text, logprob: -3, top: [] }));
  const long = aSharedRun({ outputs: [{ index: 0, text: words.join(''), finishReason: 'stop', tokens }] });
  const slug = await insertShare(app, owner.userId, long);
  await page.goto(`/s/${slug}`);
  await page.getByRole('combobox', { name: 'Token colors' }).selectOption('Probability');
  const marked = () => page.evaluate(() => CSS.highlights.get('token-3')?.size ?? 0);
  await expect.poll(marked).toBeGreaterThan(50);
  expect(await marked()).toBeLessThan(2500);
  const first = () =>
    page.evaluate(() => {
      const [range] = [...(CSS.highlights.get('token-3') ?? [])];
      return range ? range.startContainer.textContent?.slice(range.startOffset, range.endOffset) : null;
    });
  expect(await first()).toBe(' word0');
  await page.mouse.wheel(0, 4000);
  await expect.poll(first).not.toBe(' word0');
});

test('a replay shows the text as it came, and leaves all of it behind', async ({ app, page }) => {
  const slug = await insertShare(app, owner.userId, owner.run);
  await page.goto(`/s/${slug}`);
  const text = page.locator('#output-0');
  const shown = async () => (await text.textContent()) ?? '';
  const all = textOf(owner.run);
  await page.getByRole('button', { name: 'Replay' }).click();
  const player = page.getByRole('region', { name: 'Replay' });
  await player.getByRole('combobox', { name: 'Speed' }).selectOption('4×');
  await expect.poll(async () => (await shown()).length).toBeGreaterThan(2);
  await player.getByRole('button', { name: 'Pause' }).click();
  await expect(player.getByRole('status')).toHaveText('Paused');
  const paused = await shown();
  expect(paused.length).toBeLessThan(all.length);
  expect(all.startsWith(paused)).toBe(true);

  const slider = player.getByRole('slider', { name: 'Position in the run' });
  await slider.focus();
  await page.keyboard.press('Home');
  await expect.poll(shown).toBe('');
  await expect(slider).toHaveAttribute('aria-valuetext', /^0 ms of /);
  await page.keyboard.press('End');
  await expect.poll(shown).toBe(all);
  await player.getByRole('button', { name: 'Play again' }).click();
  await expect.poll(async () => (await shown()).length).toBeLessThan(all.length);
  await player.getByRole('button', { name: 'Close replay' }).click();
  await expect(player).toBeHidden();
  expect(await shown()).toBe(all);
  await expect(page.getByRole('button', { name: 'Replay' })).toBeFocused();
});

test('the whole output is copied, also in the middle of a replay', async ({ app, context, page }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const slug = await insertShare(app, owner.userId, owner.run);
  await page.goto(`/s/${slug}`);
  await page.getByRole('button', { name: 'Replay' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Copy output' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(textOf(owner.run));
  await page.getByRole('button', { name: 'Code', exact: true }).click();
  const code = page.getByRole('region', { name: 'OpenAI, Python code' });
  await expect(code).toContainText('prompt="The lighthouse keeper climbed the stairs,"');
  await expect(code).toContainText('seed=11');
});

test('a fork fills the reader’s own playground, and puts aside what was there', async ({
  app,
  page,
  playground,
}) => {
  const slug = await insertShare(app, owner.userId, owner.run);
  await playground.open();
  await playground.prompt.fill('My own words, not yet run');
  await page.goto(`/s/${slug}`);
  await page.getByRole('link', { name: 'Open in my playground' }).click();
  await expect(playground.prompt).toHaveValue(REQUEST.prompt);
  await expect.poll(() => new URL(page.url()).search).toBe('');
  const parameters = page.getByRole('complementary', { name: 'Parameters' });
  await expect(parameters.getByRole('textbox', { name: 'Temperature' })).toHaveValue('0.7');
  await expect(parameters.getByRole('textbox', { name: 'Seed' })).toHaveValue('11');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(playground.prompt).toHaveValue('My own words, not yet run');
});

test('run again by a visitor, the difference is shown', async ({ app, page }) => {
  const same = await insertShare(app, owner.userId, owner.run);
  await page.goto(`/s/${same}`);
  await page.getByRole('button', { name: 'Run again and compare' }).click();
  const rerun = page.getByRole('region', { name: 'Run again and compare' });
  await rerun.getByRole('button', { name: 'Run', exact: true }).click();
  // The same seed on the same model.
  await expect(rerun.getByText('Identical text.')).toBeVisible();
  await expect(rerun.getByRole('link', { name: 'Open in my playground' })).toHaveAttribute(
    'href',
    /^\/\?run=/,
  );

  const words = textOf(owner.run).split(' ');
  const changed = [...words.slice(0, 3), 'ZEBRA', ...words.slice(4)].join(' ');
  const other = { ...owner.run, outputs: [{ index: 0, text: changed, finishReason: 'stop' }] };
  await page.goto(`/s/${await insertShare(app, owner.userId, other)}`);
  await page.getByRole('button', { name: 'Run again and compare' }).click();
  await rerun.getByRole('button', { name: 'Run', exact: true }).click();
  const difference = output(page, 'Your output').locator('.run-text');
  await expect(difference.locator('del')).toHaveText('ZEBRA');
  await expect(difference.locator('ins')).toHaveText(words[3] ?? '');
});

test('a link that closes while it is read gives no more', async ({ app, page, expectedErrors }) => {
  expectedErrors.push(/status of 410/);
  const slug = await insertShare(app, owner.userId, owner.run);
  await page.goto(`/s/${slug}`);
  await revokeShare(app, slug);
  await page.getByRole('button', { name: 'Replay' }).click();
  await expect(page.getByText('This link is no longer available.').first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link is no longer available');
});

test('the embed has the theme that its address names, fills its frame, and says the prompt once', async ({
  app,
  page,
}) => {
  const slug = await insertShare(app, owner.userId, { ...owner.run, title: null });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const [light, dark] = ['rgb(250, 249, 246)', 'rgb(23, 22, 20)'];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(`/s/${slug}/embed`);
    expect(await background()).toBe(colorScheme === 'light' ? light : dark);
    await page.goto(`/s/${slug}/embed?theme=light`);
    expect(await background()).toBe(light);
    await expectAccessible(page, `embed, light, in a ${colorScheme} system`);
    await page.goto(`/s/${slug}/embed?theme=dark`);
    expect(await background()).toBe(dark);
    await expectAccessible(page, `embed, dark, in a ${colorScheme} system`);
  }
  await expect(page.getByText(REQUEST.prompt)).toHaveCount(1);
  for (const [width, height] of [
    [800, 480],
    [350, 480],
  ] as const) {
    await page.setViewportSize({ width, height });
    const box = await page.getByRole('main').boundingBox();
    expect(box?.width).toBe(width);
    expect(box?.height).toBeGreaterThanOrEqual(height);
  }
});

test('frames of other sites show the embed and nothing else', async ({ app, page, expectedErrors }) => {
  expectedErrors.push(/frame-ancestors|Refused to display|Framing|X-Frame-Options/i);
  const slug = await insertShare(app, owner.userId, owner.run);
  const frames = ['embed', 'page', 'home'];
  const targets = [`/s/${slug}/embed`, `/s/${slug}`, '/'];
  const html = frames
    .map((name, at) => `<iframe name="${name}" src="${app.url}${targets[at]}"></iframe>`)
    .join('');
  const site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>Another site</title>${html}`);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  try {
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    const embed = page.frameLocator('[name=embed]');
    await expect(embed.getByRole('heading', { level: 1 })).toHaveText('The lighthouse keeper');
    expect(await embed.locator('pre').last().textContent()).toBe(textOf(owner.run));
    await expect(embed.getByRole('link', { name: 'Open the full run' })).toHaveAttribute(
      'href',
      `/s/${slug}`,
    );
    for (const name of ['page', 'home']) {
      await expect.poll(() => page.frame({ name })?.url()).toMatch(/^chrome-error:/);
    }
  } finally {
    site.close();
  }
});

test('nothing serious for axe, and nothing wider than 360 px', async ({ app, page, expectedErrors }) => {
  expectedErrors.push(/status of 410/);
  const outputs = [0, 1, 2, 3].map((index) => ({
    index,
    text: `${'unbroken'.repeat(30)} ${index}`,
    finishReason: 'stop',
  }));
  const several = aSharedRun({
    title: `A title ${'without a space'.replaceAll(' ', '').repeat(10)}`,
    prompt: ['one', 'two'],
    outputs,
    parameters: {
      n: 2,
      suffix: 'after '.repeat(40),
      logit_bias: Object.fromEntries(outputs.map(({ index }) => [index, 1])),
    },
  });
  const paths = [
    `/s/${await insertShare(app, owner.userId, owner.run)}`,
    `/s/${await insertShare(app, owner.userId, several)}`,
    `/s/${await insertShare(app, owner.userId, owner.run)}/embed`,
    `/s/${await insertShare(app, owner.userId, owner.run, { revokedAt: new Date() })}`,
  ];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const path of paths) {
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expectAccessible(page, `${path}, ${colorScheme}, ${width} px`);
        await expectNothingWider(page, `${path}, ${width} px`);
      }
    }
    await page.goto(paths[0] ?? '');
    await page.getByRole('combobox', { name: 'Token colors' }).selectOption('Probability');
    await page.getByRole('button', { name: 'Run again and compare' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(page.getByText('Identical text.')).toBeVisible();
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await expectAccessible(page, `a shared run in use, ${colorScheme}`);
    await expectNothingWider(page, 'a shared run in use');
    await page.getByRole('combobox', { name: 'Token colors' }).selectOption('Colors off');
  }
});
