import { expect } from '@playwright/test';
import { Tiktoken } from 'js-tiktoken/lite';
import o200k_base from 'js-tiktoken/ranks/o200k_base';
import { encode } from '@/lib/practice/tokenizer';
import { TEXTS_OF_MANY_SCRIPTS } from '@/lib/testing/many-scripts';
import { startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { answerByPath, llamacpp } from '@/lib/testing/tokenizer-answers';
import { answers } from '@/lib/testing/upstream-answers';
import { expectAccessible } from './support/accessible';
import { banAndForce } from './support/bias-editor';
import { startGuest } from './support/guest';
import { openOnUpstream } from './support/open-on-upstream';
import { test } from './support/test';

// A field shows every line break as LF.
const many = TEXTS_OF_MANY_SCRIPTS.join('\n').replaceAll('\r\n', '\n');
const thousands = new Intl.NumberFormat('en-US');

test('the count is the practice model’s own, and a press shows its tokens', async ({ playground, page }) => {
  await playground.open();
  await playground.prompt.fill(many);
  const count = page.getByRole('button', {
    name: `characters · ${thousands.format(encode(many).length)} tokens`,
  });
  await count.click();
  const view = page.getByRole('dialog', { name: 'Text as tokens' });
  await expect(view).toContainText(
    `${thousands.format(encode(many).length)} tokens, counted with the tokenizer of Practice model`,
  );
  const tokens = view.getByRole('region', { name: 'Tokens', exact: true });
  await expect(tokens.getByRole('listitem').first()).toHaveText(`Once${encode('Once')[0]}`);
  await expect(tokens.getByRole('listitem').nth(1)).toHaveText(`␣upon${encode(' upon')[0]}`);
  await expectAccessible(page, 'a text as tokens');
  // Only the rows in view are on the page; the last token comes when it is scrolled to.
  await tokens.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(tokens.getByRole('listitem').last()).toContainText(String(encode(many).at(-1)));
  await page.keyboard.press('Escape');
  await expect(count).toBeFocused();
});

test('a press before the exact count is there shows the tokens, too, and the focus stays', async ({
  page,
}) => {
  await page.goto('/');
  const count = page.getByRole('button', { name: /characters · / });
  await expect(count).toHaveText(/about/);
  // At once: no movement of the pointer has loaded the tokenizer.
  await count.evaluate((button: HTMLElement) => {
    button.focus();
    button.click();
  });
  await page.mouse.move(5, 5);
  await expect(page.getByRole('dialog', { name: 'Text as tokens' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(count).toBeFocused();
});

test('no visitor becomes a guest by being counted', async ({ playground, page }) => {
  await playground.open();
  await playground.prompt.fill('One two three');
  await expect(page.getByRole('button', { name: '13 characters · 3 tokens' })).toBeVisible();
  expect((await (await page.request.get('/api/auth/session')).json()).user).toBeUndefined();
});

test('lists and the suffix are counted, and what does not fit in the context is said', async ({
  playground,
  page,
}) => {
  const upstream = await startMisbehavingServer();
  upstream.alwaysTokens(llamacpp);
  try {
    await openOnUpstream(playground, upstream);
    await playground.prompt.fill('Once upon a time, é 🌍 the');
    await expect(page.getByRole('button', { name: '25 characters · 16 tokens of 512' })).toBeVisible();
    await playground.send('suffix');
    await page.getByRole('textbox', { name: 'Suffix' }).fill('the');
    await expect(page.getByRole('button', { name: '16 tokens + 1 in the suffix of 512' })).toBeVisible();
    await page.getByRole('button', { name: 'Multiple prompts' }).click();
    await page.getByRole('button', { name: 'Add prompt' }).click();
    await page.getByRole('textbox', { name: 'Prompt 2' }).fill('the');
    await expect(
      page.getByRole('button', { name: '17 tokens + 1 in the suffix, longest 16 of 512' }),
    ).toBeVisible();
    await playground.setParameter('max_tokens', 496);
    await expect(page.getByRole('status').filter({ hasText: '513 total) don' })).toBeVisible();
    await playground.setParameter('max_tokens', 495);
    await expect(page.getByRole('status').filter({ hasText: 'total) don' })).toHaveCount(0);

    // Each part of a character is its bytes.
    await page.getByRole('button', { name: /of 512$/ }).click();
    const view = page.getByRole('dialog', { name: 'Text as tokens' });
    await expect(view.getByRole('listitem').filter({ hasText: '\\xc3' })).toHaveText('\\xc3195');
    await view.getByRole('combobox', { name: 'Text' }).selectOption('Suffix');
    await expect(view).toContainText('1 token, counted with the tokenizer of Local server');
  } finally {
    await upstream.close();
  }
});

test('an outdated count is cancelled, and only one is asked for at a time', async ({ playground, page }) => {
  const upstream = await startMisbehavingServer();
  let open = 0;
  let most = 0;
  const slow = (response: Parameters<typeof llamacpp>[0], request: Parameters<typeof llamacpp>[1]) => {
    if (!request.body.includes('slow')) return llamacpp(response, request);
    open += 1;
    most = Math.max(most, open);
    response.once('close', () => {
      open -= 1;
    });
  };
  upstream.alwaysTokens(slow);
  try {
    await openOnUpstream(playground, upstream);
    const asked = () => upstream.tokenRequests.filter(({ body }) => body.includes('slow')).length;
    for (const [turn, text] of ['slow', 'slow 2', 'slow 3'].entries()) {
      await playground.prompt.fill(text);
      await expect.poll(asked).toBe(turn + 1);
      await expect(page.getByRole('button', { name: /· about \d+ tokens?/ })).toBeVisible();
    }
    await playground.prompt.fill('the');
    await expect(page.getByRole('button', { name: '3 characters · 1 token of 512' })).toBeVisible();
    await expect.poll(() => open).toBe(0);
    expect(most).toBe(1);
  } finally {
    await upstream.close();
  }
});

test('an OpenAI model is counted by its vocabulary, as js-tiktoken does', async ({ playground, page }) => {
  const upstream = await startMisbehavingServer();
  try {
    upstream.alwaysModels(answers.models(['gpt-4o']));
    const guest = await startGuest(page.request);
    await guest.addConnection({ name: 'Gateway', baseUrl: upstream.url, isDefault: true });
    await playground.open();
    const text = 'Once upon a time, é 🌍 the';
    const tokens = new Tiktoken(o200k_base).encode(text).length;
    await playground.prompt.fill(text);
    const count = page.getByRole('button', { name: `25 characters · ${tokens} tokens` });
    await expect(count).toBeVisible();
    await count.click();
    await expect(page.getByRole('dialog')).toContainText(`${tokens} tokens, counted with o200k_base`);
    await expect(page.getByRole('dialog').getByRole('listitem').nth(1)).toContainText('␣upon');
    await page.keyboard.press('Escape');
    // No server saw the text before a run.
    expect(JSON.stringify(upstream.tokenRequests)).not.toContain('upon');
  } finally {
    await upstream.close();
  }
});

test('a server without a tokenizer has an estimate, and says so', async ({ playground, page }) => {
  const upstream = await startMisbehavingServer();
  try {
    await openOnUpstream(playground, upstream);
    await playground.prompt.fill('Once upon a time');
    await expect.poll(() => upstream.tokenRequests.length).toBeGreaterThan(3);
    await page.getByRole('button', { name: '16 characters · about 4 tokens' }).click();
    await expect(page.getByRole('dialog')).toContainText("The server doesn't offer a tokenizer");
  } finally {
    await upstream.close();
  }
});

test('more than the practice model reads is estimated, and nothing is in the console', async ({
  playground,
  page,
}) => {
  await playground.open();
  const counted = page.waitForResponse(
    (response) =>
      response.url().endsWith('/tokenize') && (response.request().postData()?.length ?? 0) > 400_000,
  );
  // Each character is a token.
  await playground.prompt.fill('a.'.repeat(200_000));
  const answer = await counted;
  expect(answer.status()).toBe(200);
  expect((await answer.json()).failure).toContain('at most 131072 tokens');
  await page.getByRole('button', { name: /400,000 characters · about [\d,]+ tokens/ }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('at most 131072 tokens');
  await page.keyboard.press('Escape');
  await playground.prompt.fill('One two three');
  await expect(page.getByRole('button', { name: '13 characters · 3 tokens' })).toBeVisible();
});

for (const [how, answer, message] of [
  ['refuses', answers.error(400, 'Too many tokens for this slot'), 'Too many tokens for this slot'],
  ['fails', answers.error(500, 'tokenizer crashed'), 'tokenizer crashed'],
  ['hangs up', answers.reset(), 'without a response'],
] as const) {
  test(`where a server's tokenizer ${how}, the count is an estimate`, async ({ playground, page }) => {
    const upstream = await startMisbehavingServer();
    upstream.alwaysTokens((response, request) =>
      (request.body.includes('long') ? answer : llamacpp)(response, request),
    );
    try {
      await openOnUpstream(playground, upstream);
      await playground.prompt.fill('the');
      await expect(page.getByRole('button', { name: '3 characters · 1 token of 512' })).toBeVisible();
      await playground.prompt.fill('a long text');
      await expect.poll(() => upstream.tokenRequests.some(({ body }) => body.includes('long'))).toBe(true);
      // What is known of the context stays.
      await page.getByRole('button', { name: /11 characters · about \d+ tokens of 512$/ }).click();
      await expect(page.getByRole('dialog').getByRole('alert')).toContainText(message);
      await page.keyboard.press('Escape');
      // The bias editor and the switch to ids ask there, too.
      await playground.send('logit_bias');
      await playground.parameters.getByRole('button', { name: 'Find token IDs by text' }).click();
      await playground.parameters.getByRole('textbox', { name: 'Text to find token IDs for' }).fill('long');
      const refusal = playground.parameters.getByRole('alert').filter({ hasText: message });
      await expect(refusal).toBeVisible();
    } finally {
      await upstream.close();
    }
  });
}

test('a word that is banned by its tokens does not come, and one that is forced does', async ({
  playground,
}) => {
  await playground.open();
  await playground.allOff();
  await playground.prompt.fill('Once upon a time there was');
  await playground.setParameter('temperature', 0);
  await playground.setParameter('max_tokens', 12);
  const runs = await banAndForce(playground);
  if (runs === null) throw new Error('No word of the practice model is one token.');
  const { word, plain, banned, forced } = runs;
  expect(plain).toContain(word);
  expect(banned).not.toContain(word);
  expect(banned).not.toBe('');
  expect(forced).toBe(word.repeat(12));
});

test('a word is banned by its tokens, and an id of another tokenizer is said to be strange', async ({
  playground,
  page,
}) => {
  const upstream = await startMisbehavingServer();
  upstream.alwaysTokens(
    answerByPath({
      '/tokenize': ({ prompt }) => ({ count: 1, tokens: [prompt === 'a' ? 3 : 4], max_model_len: 99 }),
      '/detokenize': ({ tokens }) => ({
        prompt: (tokens as number[]).map((id) => (id === 3 ? 'a' : '?!')).join(''),
      }),
    }),
  );
  try {
    await startGuest(page.request).then((guest) =>
      guest.addConnection({ name: 'Another', baseUrl: upstream.url }),
    );
    await playground.open();
    const { parameters } = playground;
    await playground.send('logit_bias');
    await parameters.getByRole('button', { name: 'Find token IDs by text' }).click();
    await parameters.getByRole('textbox', { name: 'Text to find token IDs for' }).fill('house');
    const spaced = parameters.getByRole('list', { name: 'Tokens for ␣house' });
    await expect(spaced.getByRole('listitem')).toContainText(`␣house${encode(' house')[0]}`);
    await spaced.getByRole('button', { name: 'Ban' }).click();
    const row = parameters.getByRole('listitem').filter({ has: page.getByRole('slider') });
    await expect(row).toContainText('␣house');
    await expect(parameters).toContainText('Tokens from the tokenizer of Practice model');

    await page.getByRole('combobox', { name: 'Connection' }).selectOption({ label: 'Another' });
    await expect(row).toContainText('was chosen for “␣house” with the tokenizer of Practice model');
    await expect(row).toContainText('?!');
  } finally {
    await upstream.close();
  }
});

test('an output without probabilities leads to them', async ({ page, playground, upstream }) => {
  await openOnUpstream(playground, upstream);
  upstream.enqueue(answers.plain(' upon a time'));
  await playground.prompt.fill('Once');
  await playground.runToEnd();
  const { output } = playground;
  const run = output.getByRole('button', { name: 'Run with probabilities' });
  await expectAccessible(page, 'an output without probabilities');
  upstream.reset();
  upstream.enqueue(answers.plain(' upon a time'));
  await run.click();
  await expect(playground.parameters.getByRole('switch', { name: 'Send Log probabilities' })).toBeChecked();
  await playground.ended();
  // The button is gone, and what it was pressed for has its focus: no other button, which Enter would press.
  await expect(output).toBeFocused();
  expect((await upstream.received(1)).json).toMatchObject({ logprobs: 5 });
  await expect(output.getByText('the server returned none')).toBeVisible();
  await expect(run).toHaveCount(0);
  // It stays on, which is said, and can be turned off where nothing comes of it.
  await expect(page.getByText('Log probabilities turned on.')).toBeVisible();
  const off = output.getByRole('button', { name: 'Turn off log probabilities' });
  await off.press('Enter');
  await expect(off).toHaveCount(0);
  await expect(
    playground.parameters.getByRole('switch', { name: 'Send Log probabilities' }),
  ).not.toBeChecked();
  await expect(output.locator(':focus')).toHaveCount(1);
});
