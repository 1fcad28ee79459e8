import { expect } from '@playwright/test';
import { answers } from '@/lib/testing/upstream-answers';
import { expectAccessible } from './support/accessible';
import { openOnUpstream } from './support/open-on-upstream';
import { test } from './support/test';

test('the whole row switches its parameter, and a press on its value puts the cursor in', async ({
  page,
  playground,
}) => {
  await playground.open();
  const row = (name: string) => playground.parameters.locator(`[data-parameter="${name}"]`);
  const temperature = playground.parameters.getByRole('switch', { name: 'Send Temperature' });

  await row('temperature').getByText('Temperature', { exact: true }).click();
  await expect(temperature).toBeChecked();
  await row('temperature').getByText('Temperature', { exact: true }).click();
  await expect(temperature).not.toBeChecked();

  await row('temperature').getByText('Default 1').click();
  await expect(temperature).toBeChecked();
  await expect(playground.field('temperature')).toBeFocused();
  await page.keyboard.type('0.4');
  await page.keyboard.press('Enter');
  await expect(playground.field('temperature')).toHaveValue('0.4');

  // The same where the field comes with code of its own, or is a list, or is under the prompt.
  await row('stop').getByText('Default none').click();
  await expect(playground.field('stop')).toBeFocused();
  await row('logit_bias').getByText('Default none').click();
  await expect(playground.parameters.getByRole('textbox', { name: 'Token id' })).toBeFocused();
  await row('echo').getByText('Default off').click();
  await expect(playground.parameters.getByRole('combobox', { name: 'Echo' })).toBeFocused();
  await row('suffix').getByText('Default none').click();
  await expect(page.locator('#suffix-text')).toBeFocused();

  // What is always sent, and what is never sent, are switched by their rows too.
  await row('stream').getByText('Stream', { exact: true }).click();
  await expect(playground.parameters.getByRole('switch', { name: 'Stream', exact: true })).not.toBeChecked();
  await playground.parameters.getByText('Finish in the background').click();
  await expect(playground.parameters.getByRole('switch', { name: 'Finish in the background' })).toBeChecked();
  await expectAccessible(page, 'parameters that were switched by their rows');
});

test('a slider that is off can be tried: moving it sends its parameter', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  const send = (name: string) => playground.parameters.getByRole('switch', { name: `Send ${name}` });
  const slider = (name: string) => playground.parameters.getByRole('slider', { name });

  // By keyboard.
  await expect(send('Temperature')).not.toBeChecked();
  await slider('Temperature').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(send('Temperature')).toBeChecked();
  await expect(playground.field('temperature')).toHaveValue('0.99');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('PageDown');
  await expect(slider('Temperature')).toBeFocused();
  // Shift selects a range here; PageDown goes ten steps.
  await expect(playground.field('temperature')).toHaveValue('0.89');
  // With these an arrow is a shortcut of the browser.
  await page.keyboard.press('Control+ArrowLeft');
  await page.keyboard.press('Meta+ArrowUp');
  await expect(playground.field('temperature')).toHaveValue('0.89');
  await page.keyboard.press('Home');
  await expect(playground.field('temperature')).toHaveValue('0');

  // By pointer: a quarter of the way from −2 to 2.
  await expect(send('Presence penalty')).not.toBeChecked();
  const track = playground.track('presence_penalty');
  await track.scrollIntoViewIfNeeded();
  const box = (await track.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, y, { steps: 3 });
  await page.mouse.move(box.x + box.width / 4, y, { steps: 3 });
  await page.mouse.up();
  await expect(send('Presence penalty')).toBeChecked();
  const value = Number(await playground.field('presence_penalty').inputValue());
  expect(Math.abs(value + 1)).toBeLessThan(0.05);

  await playground.prompt.fill('Once');
  await playground.runToEnd();
  expect((await upstream.received(1)).json).toMatchObject({ temperature: 0, presence_penalty: value });
  expect((await upstream.received(1)).json).not.toHaveProperty('top_p');
});

test('a slider that is off stands at the default, whatever its value was before', async ({ playground }) => {
  await playground.open();
  const { parameters } = playground;
  const temperature = parameters.getByRole('slider', { name: 'Temperature' });
  await playground.setParameter('temperature', 0.2);
  await expect(temperature).toHaveAttribute('aria-valuenow', '0.2');
  await playground.send('temperature', false);
  await expect(temperature).toHaveAttribute('aria-valuenow', '1');
  // Its value is still there.
  await playground.send('temperature');
  await expect(playground.field('temperature')).toHaveValue('0.2');
  await expect(temperature).toHaveAttribute('aria-valuenow', '0.2');
  // Off means 1 here, not the value that it begins with.
  await expect(parameters.getByRole('slider', { name: 'Typical P' })).toHaveAttribute('aria-valuenow', '1');
  await expect(parameters.getByRole('slider', { name: 'Min P' })).toHaveAttribute('aria-valuenow', '0');
});

/** The sliders of the panel whose code has loaded; the others are pictures. */
const LOADED = '[role=slider][data-orientation]';

test('the code of the sliders loads when the pointer or the focus comes into the panel, and nothing moves', async ({
  page,
  playground,
}) => {
  await playground.open();
  const sliders = playground.parameters.getByRole('slider');
  const boxes = () =>
    sliders.evaluateAll((all) =>
      all.map((slider) => {
        const { x, y, width, height } = slider.getBoundingClientRect();
        return [x, y, width, height].map((number) => Math.round(number * 10) / 10);
      }),
    );
  const names = () =>
    sliders.evaluateAll((all) => all.map((slider) => slider.ariaLabelledByElements?.[0]?.textContent));
  const before = { boxes: await boxes(), names: await names() };
  expect(before.names).toContain('Temperature');
  await expect(playground.parameters.locator(LOADED).filter({ visible: true })).toHaveCount(0);
  await expectAccessible(page, 'sliders whose code has not loaded');
  await playground.parameters.getByRole('heading', { name: 'Parameters' }).hover();
  await expect(playground.parameters.locator(LOADED).filter({ visible: true })).toHaveCount(
    before.names.length,
  );
  expect({ boxes: await boxes(), names: await names() }).toEqual(before);

  // By keyboard, between its neighbours.
  await page.mouse.move(0, 0);
  await page.reload();
  await playground.ready();
  await expect(playground.parameters.locator(LOADED).filter({ visible: true })).toHaveCount(0);
  await playground.parameters.getByRole('switch', { name: 'Send Temperature' }).focus();
  await expect(playground.parameters.locator(LOADED).filter({ visible: true })).toHaveCount(
    before.names.length,
  );
  await page.keyboard.press('Tab');
  await expect(sliders.and(page.getByLabel('Temperature', { exact: true }))).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(playground.parameters.getByRole('button', { name: 'About Temperature' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(playground.parameters.getByRole('switch', { name: 'Send Top P' })).toBeFocused();
});

test.describe('on a touch screen', () => {
  test.use({ hasTouch: true });

  test('the first touch of a slider that is off is not lost while its code loads', async ({
    page,
    playground,
  }) => {
    await playground.open();
    let isOpen = false;
    const held: (() => void)[] = [];
    await page.route('**/_next/static/chunks/*.js', async (route) => {
      if (!isOpen) await new Promise<void>((resolve) => held.push(resolve));
      await route.continue();
    });
    const track = playground.track('temperature');
    const box = (await track.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const screen = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove', share: number) =>
      screen.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: [{ x: box.x + box.width * share, y: box.y + box.height / 2 }],
      });
    const value = async () => Number(await playground.field('temperature').inputValue());
    const slider = playground.parameters.getByRole('slider', { name: 'Temperature' });

    await touch('touchStart', 0.25);
    await expect(playground.parameters.getByRole('switch', { name: 'Send Temperature' })).toBeChecked();
    await expect.poll(value).toBeCloseTo(0.5, 1);
    await touch('touchMove', 0.5);
    await expect.poll(value).toBeCloseTo(1, 1);
    await expect(playground.parameters.locator(LOADED).filter({ visible: true })).toHaveCount(0);
    isOpen = true;
    for (const go of held) go();
    await expect(playground.parameters.locator(LOADED).filter({ visible: true })).not.toHaveCount(0);
    // The finger is still on it, and moves the one that came.
    await touch('touchMove', 0.75);
    await expect.poll(value).toBeCloseTo(1.5, 1);
    await screen.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect(slider).toBeFocused();
    const moved = await value();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(value).toBeCloseTo(moved - 0.01, 5);
  });
});

test('an explanation that loads late does not open once the user went elsewhere', async ({
  page,
  playground,
}) => {
  await playground.open();
  let isOpen = false;
  const held: (() => void)[] = [];
  await page.route('**/_next/static/chunks/*.js', async (route) => {
    if (!isOpen) await new Promise<void>((resolve) => held.push(resolve));
    await route.continue();
  });
  await page.evaluate(() => {
    const note = () => {
      const layer = document.querySelector('[role=dialog][aria-label="About Temperature"]');
      if (layer) document.documentElement.setAttribute('data-opened-late', '');
    };
    new MutationObserver(note).observe(document.body, { childList: true, subtree: true });
  });
  const about = (label: string) =>
    playground.parameters.getByRole('button', { name: `About ${label}`, exact: true });
  await about('Temperature').click();
  await playground.prompt.click();
  isOpen = true;
  for (const go of held) go();
  // This one needs the same code.
  await about('Top P').click();
  await expect(page.getByRole('dialog', { name: 'About Top P' })).toBeVisible();
  await expect(page.locator('[data-opened-late]')).toHaveCount(0);
});

test('a slider whose code never comes can be pressed, and moved by keys', async ({
  page,
  playground,
  expectedErrors,
}) => {
  expectedErrors.push(/Failed to load resource/, /ChunkLoadError/);
  await playground.open();
  await page.route('**/_next/static/chunks/*.js', (route) => route.abort());
  const slider = playground.parameters.getByRole('slider', { name: 'Top P' });
  await playground.track('top_p').click();
  await expect(playground.parameters.getByRole('switch', { name: 'Send Top P' })).toBeChecked();
  await expect(slider).toBeFocused();
  await expect(playground.field('top_p')).toHaveValue('0.5');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('PageDown');
  await expect(playground.field('top_p')).toHaveValue('0.41');
  await expect(playground.parameters.locator(LOADED).filter({ visible: true })).toHaveCount(0);

  // The network is back: the next one that is used loads it, and this one keeps the focus.
  await page.unroute('**/_next/static/chunks/*.js');
  await page.mouse.move(0, 0);
  await playground.parameters.getByRole('heading', { name: 'Parameters' }).hover();
  await expect(slider).toHaveAttribute('data-orientation', 'horizontal');
  await expect(slider).toBeFocused();
  // Steps begin at a value between two of them.
  await playground.field('top_p').fill('0.333');
  await slider.focus();
  await expect(playground.field('top_p')).toHaveValue('0.333');
  await expect(slider).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(playground.field('top_p')).toHaveValue('0.343');
  await page.keyboard.press('End');
  await expect(playground.field('top_p')).toHaveValue('1');
});

test('the panel says in words what is sent', async ({ page, playground }) => {
  await playground.open();
  const { parameters } = playground;
  await expect(parameters.getByText(/^Sends /)).toHaveText(
    "Sends max tokens 200, streaming. The rest uses the server's defaults.",
  );
  await playground.setParameter('temperature', 0.7);
  await playground.setParameter('max_tokens', 64);
  await expect(parameters.getByText(/^Sends /)).toHaveText(
    "Sends temperature 0.7, max tokens 64, streaming. The rest uses the server's defaults.",
  );
  await playground.allOff();
  await playground.setParameter('stream', false);
  await expect(parameters.getByText(/^Sends /)).toHaveText(
    "Sends no parameters. Everything uses the server's defaults.",
  );
  // The same in the sheet of a narrow screen.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Show parameters' }).click();
  await expect(page.getByRole('dialog', { name: 'Parameters' })).toContainText('Sends no parameters');
});

test('what the panel says moves no switch, however much is sent, and a minus is a minus', async ({
  page,
  playground,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await playground.open();
  const { parameters } = playground;
  await playground.allOff();
  await parameters.locator('details').evaluateAll((groups) => {
    for (const group of groups) group.setAttribute('open', '');
  });
  const switches = ['temperature', 'top_p', 'seed', 'max_tokens', 'frequency_penalty'] as const;
  const places = async () =>
    parameters
      .getByRole('switch')
      .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)));
  const before = await places();
  for (const name of switches) {
    await playground.send(name);
    await expect(playground.field(name)).toBeVisible();
    expect(await places(), name).toEqual(before);
  }
  await playground.setParameter('frequency_penalty', -1.5);
  await playground.setParameter('presence_penalty', 0.25);
  const summary = parameters.getByText(/^Sends /);
  await expect(summary).toContainText('frequency penalty −1.5');
  // Typed values are as keyboards have them.
  await expect(playground.field('frequency_penalty')).toHaveValue('-1.5');
  expect(await places()).toEqual(before);
  expect(await summary.evaluate((element) => element.scrollHeight - element.clientHeight)).toBe(0);
});

test('Turn all off leaves how the output arrives as it is, and says so', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  const stream = playground.parameters.getByRole('switch', { name: 'Stream', exact: true });
  const allOff = playground.parameters.getByRole('button', { name: 'Turn all off' });
  await playground.setParameter('temperature', 0.4);
  await allOff.click();
  await expect(page.getByText('All parameters off except Stream.')).toBeVisible();
  await expect(stream).toBeChecked();
  await expect(allOff).toBeDisabled();
  await playground.prompt.fill('Once');
  await playground.runToEnd();
  expect((await upstream.received(1)).json).toEqual({ model: 'test-model', prompt: 'Once', stream: true });

  // Off it stays off.
  await playground.setParameter('stream', false);
  await playground.send('temperature');
  await allOff.click();
  await expect(stream).not.toBeChecked();
});

test('help says what a parameter does, its range and default, and what came of it in the last run', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  const about = async (label: string) => {
    await page.keyboard.press('Escape');
    await playground.parameters.getByRole('button', { name: `About ${label}`, exact: true }).click();
    return page.getByRole('dialog', { name: `About ${label}` });
  };
  const before = await about('Temperature');
  await expect(before).toContainText('Usual range0 to 2');
  await expect(before).toContainText('Default if not sent1');
  await expect(before).toContainText('Sent astemperature');
  await expect(before).not.toContainText('Last run');
  await page.keyboard.press('Escape');

  // A server that stops at no stop text, says nothing of the seed, and sends one choice.
  upstream.enqueue(answers.stream(['One END two']));
  await playground.prompt.fill('Once');
  await playground.setParameter('stop', ['END']);
  await playground.setParameter('seed', 7);
  await playground.setParameter('n', 1);
  await playground.runToEnd();
  await expect(await about('Stop')).toContainText(/Last run.*END.*Not applied.*“END”/);
  await expect(await about('Seed')).toContainText(/Last run7Unknown/);
  await expect(await about('Choices (n)')).toContainText(/Last run1Applied/);
  await expect(await about('Temperature')).toContainText('Last runNot sent');
});

test('every name is whole in a panel of the usual width, also beside Reset, and similar names say their servers', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.parameters.locator('details').evaluateAll((groups) => {
    for (const group of groups) group.setAttribute('open', '');
  });
  const switches = playground.parameters.getByRole('switch', { name: /^Send / });
  for (const one of await switches.all()) await one.setChecked(true);
  for (const name of ['logprobs', 'frequency_penalty', 'repetition_penalty', 'repeat_penalty'] as const) {
    await playground.field(name).fill('2');
    await playground.field(name).press('Enter');
    await expect(playground.parameters.locator(`[data-parameter="${name}"]`)).toContainText('Reset');
  }
  const cut = await playground.parameters.locator('[data-parameter] label').evaluateAll((labels) =>
    labels
      .filter((label) => {
        const range = document.createRange();
        range.selectNodeContents(label);
        const inside = label.getBoundingClientRect();
        return [...range.getClientRects()].some(
          (text) => text.right > inside.right + 1 || text.left < inside.left - 1,
        );
      })
      .map((label) => label.textContent),
  );
  expect(cut).toEqual([]);
  const row = (name: string) => playground.parameters.locator(`[data-parameter="${name}"]`);
  await expect(row('repetition_penalty')).toContainText('vLLM, SGLang …');
  await expect(row('repeat_penalty')).toContainText('llama.cpp');
  await expectAccessible(page, 'all parameters on');
});

test('an explanation opens where and as large as it stays', async ({ page, playground }) => {
  await playground.open();
  for (const label of ['Temperature', 'Presence penalty']) {
    const about = page.getByRole('dialog', { name: `About ${label}` });
    await playground.parameters.getByRole('button', { name: `About ${label}` }).scrollIntoViewIfNeeded();
    // Every frame from its first on.
    await page.evaluate((name) => {
      const seen: string[] = [];
      Object.assign(window, { seenBoxes: seen });
      const look = () => {
        const layer = document.querySelector<HTMLElement>(`[role=dialog][aria-label="About ${name}"]`);
        // Without the two pixels by which it glides in.
        if (layer) {
          const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = layer;
          seen.push([offsetLeft, offsetTop, offsetWidth, offsetHeight].join(' '));
        }
        requestAnimationFrame(look);
      };
      look();
    }, label);
    await playground.parameters.getByRole('button', { name: `About ${label}` }).click();
    await expect(about).toContainText('Default if not sent');
    const seen = () => page.evaluate(() => (window as unknown as { seenBoxes: string[] }).seenBoxes);
    await expect.poll(async () => (await seen()).length).toBeGreaterThan(10);
    expect(new Set(await seen()).size, (await seen()).join(' | ')).toBe(1);
    await page.keyboard.press('Escape');
  }
});
