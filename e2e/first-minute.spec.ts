import { expect } from '@playwright/test';
import { answers } from '@/lib/testing/upstream-answers';
import { expectAccessible } from './support/accessible';
import { startGuest } from './support/guest';
import { test } from './support/test';

test('a first visit says what the practice model is, offers starting points, and leads to a real model', async ({
  page,
  playground,
  upstream,
}) => {
  await playground.open();
  const { output } = playground;
  await expect(output).toContainText('The practice model is a tiny built-in model');

  const starters = page.getByRole('region', { name: 'Starter prompts' });
  await expect(starters.getByRole('button', { name: 'A story' })).toHaveAttribute('aria-pressed', 'true');
  await starters.getByRole('button', { name: 'Fill in the middle' }).click();
  await expect(playground.prompt).toHaveValue(/^In the morning/);
  await expect(page.locator('#suffix-text')).toHaveValue(/harbor/);
  await starters.getByRole('button', { name: 'A recipe' }).click();
  await expect(playground.prompt).toHaveValue(/^Recipe/);
  await expect(page.locator('#suffix-text')).toHaveCount(0);
  await playground.runToEnd();
  await expect(starters).toHaveCount(0);
  await expect(output).not.toContainText('The practice model is');

  // New: nothing is written, and there is no output again.
  await page.getByRole('button', { name: 'New prompt', exact: true }).click();
  await expect(starters).toBeVisible();
  upstream.alwaysModels(answers.models(['first-model', 'second-model']));
  await output.getByRole('link', { name: 'Connect a real model' }).click();
  const form = page.getByRole('dialog', { name: 'New connection' });
  await form.getByText('Custom / OpenAI-compatible', { exact: true }).click();
  await form.getByRole('textbox', { name: 'Name' }).fill('Mine');
  await form.getByRole('textbox', { name: 'Base URL' }).fill(upstream.url);
  await form.getByRole('button', { name: 'Add connection' }).click();

  const added = page.getByRole('status').filter({ hasText: 'Mine added.' });
  await expect(added).toContainText('The playground now uses it.');
  await expect(added).toContainText('first-model');
  await expectAccessible(page, 'a connection that was added');
  // The first real connection is the one that was wanted, also without a press of the button.
  await expect(page.getByRole('button', { name: 'Open the playground' })).toBeVisible();
  await page.getByRole('link', { name: 'Playground', exact: true }).click();
  await playground.ready();
  await expect(page.getByRole('button', { name: 'Model: first-model' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Connection' }).locator('option:checked')).toHaveText(
    'Mine',
  );
  await expect(output).not.toContainText('The practice model is');
  await playground.prompt.fill('On a real model');
  await playground.runToEnd();
  expect((await upstream.received(1)).json).toMatchObject({
    model: 'first-model',
    prompt: 'On a real model',
  });
});

test('where there can be no runs yet, nothing stands in for them', async ({ page, playground }) => {
  await page.addInitScript(() => {
    const note = () => {
      if (document.querySelector('[aria-label="Loading history"]')) {
        document.documentElement.setAttribute('data-had-placeholder', '');
      }
    };
    new MutationObserver(note).observe(document, { childList: true, subtree: true });
  });
  await playground.open();
  const history = page.getByRole('complementary', { name: 'History' });
  await expect(history).toContainText('Your runs appear here');
  // The visitor becomes a guest with the first run.
  await playground.runToEnd();
  await expect(playground.history).toHaveCount(1);
  await expect(page.locator('html')).not.toHaveAttribute('data-had-placeholder');
});

test('an address is tidied as it was meant, and that is said', async ({ page, upstream }) => {
  await startGuest(page.request);
  await page.goto('/settings/connections?new');
  const form = page.getByRole('dialog', { name: 'New connection' });
  const address = form.getByRole('textbox', { name: 'Base URL' });
  const key = form.getByLabel('Key', { exact: true });
  await form.getByText('Custom / OpenAI-compatible', { exact: true }).click();
  await form.getByRole('textbox', { name: 'Name' }).fill('Tidy');

  await address.fill('localhost:11434');
  await key.focus();
  await expect(address).toHaveValue('http://localhost:11434');
  await expect(address).toHaveAccessibleDescription(/^Added http:\/\/ to the base URL\./);
  await address.fill('https://api.example.com/v1/chat/completions');
  await expect(address).not.toHaveAccessibleDescription(/Added/);
  await key.focus();
  await expect(address).toHaveValue('https://api.example.com/v1');
  await expect(address).toHaveAccessibleDescription(/^Removed \/chat\/completions from the base URL/);

  // The key can be looked at while it is typed.
  await key.fill('sk-to-be-seen');
  await expect(key).toHaveAttribute('type', 'password');
  await form.getByRole('button', { name: 'Show key' }).click();
  await expect(key).toHaveAttribute('type', 'text');
  await expect(key).toHaveValue('sk-to-be-seen');
  await form.getByRole('button', { name: 'Hide key' }).click();
  await expect(key).toHaveAttribute('type', 'password');

  // Enter in the field itself: it is tidied on the way.
  await address.fill(`${upstream.url.replace('http://', '')}/v1/completions`);
  await address.press('Enter');
  await expect(form).toBeHidden();
  const added = page.getByRole('status').filter({ hasText: 'Tidy added.' });
  await expect(added).toContainText('Added http://');
  await expect(added).toContainText('Removed /completions');
  const { connections } = await (await page.request.get('/api/connections')).json();
  expect(connections.find(({ name }: { name: string }) => name === 'Tidy').baseUrl).toBe(
    `${upstream.url}/v1`,
  );
});

test('a missing model is an error only once a run was tried without it', async ({
  page,
  playground,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  await guest.addConnection({ name: 'Two models', baseUrl: upstream.url, isDefault: true });
  await playground.open();
  const picker = page.getByRole('button', { name: 'Choose a model', exact: true });
  await expect(picker).toBeVisible();
  const message = page.getByRole('button', { name: 'Choose a model.', exact: true });
  const colourOf = () => message.evaluate((element) => getComputedStyle(element).color);
  const bad = await page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('span'));
    probe.className = 'text-bad';
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  });
  await expect(message).toBeVisible();
  expect(await colourOf()).not.toBe(bad);
  await expect(picker).not.toHaveAttribute('aria-invalid');

  await playground.prompt.press('Control+Enter');
  await expect(page.getByRole('dialog', { name: 'Models' })).toBeVisible();
  await expect.poll(colourOf).toBe(bad);
  await expect(picker).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('dialog', { name: 'Models' }).getByRole('option').first().click();
  await expect(message).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Model: / })).not.toHaveAttribute('aria-invalid');
});

test('pasted code for a server without a connection leads to one, with its key in no address', async ({
  page,
  playground,
  upstream,
}) => {
  upstream.alwaysModels(answers.models(['pasted-model']));
  await startGuest(page.request);
  await playground.open();
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await page.getByRole('button', { name: 'Import code' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import code' });
  await dialog
    .getByRole('textbox', { name: 'Code' })
    .fill(
      `curl ${upstream.url}/v1/completions -H "Authorization: Bearer sk-pasted-0123456789" -d '{"model": "pasted-model", "prompt": "From code"}'`,
    );
  await dialog.getByRole('button', { name: 'Add connection and import' }).click();
  const form = page.getByRole('dialog', { name: 'New connection' });
  await expect(form.getByRole('textbox', { name: 'Base URL' })).toHaveValue(`${upstream.url}/v1`);
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveValue(new URL(upstream.url).host);
  await expect(form.getByLabel('Key', { exact: true })).toHaveValue('sk-pasted-0123456789');
  await form.getByRole('button', { name: 'Add connection' }).click();
  await expect(form).toBeHidden();

  // And the import follows.
  await expect(dialog).toBeHidden();
  await expect(playground.prompt).toHaveValue('From code');
  await playground.runToEnd();
  const { headers, json } = await upstream.received(1);
  expect(headers.authorization).toBe('Bearer sk-pasted-0123456789');
  expect(json).toMatchObject({ model: 'pasted-model', prompt: 'From code' });
  expect(requested.filter((url) => url.includes('sk-pasted'))).toEqual([]);
  expect(page.url()).not.toContain('sk-pasted');
});

test('a connection of no known kind is named after its host, until it is named by hand', async ({
  page,
  upstream,
}) => {
  await startGuest(page.request);
  await page.goto('/settings/connections?new');
  const form = page.getByRole('dialog', { name: 'New connection' });
  const name = form.getByRole('textbox', { name: 'Name' });
  const address = form.getByRole('textbox', { name: 'Base URL' });
  await expect(form.getByRole('radio', { name: 'Custom / OpenAI-compatible' })).toBeFocused();
  await expect(name).toHaveValue('');
  const { host } = new URL(upstream.url);
  await address.fill(host);
  await expect(name).toHaveValue(host);
  await name.fill('Mine');
  await address.fill('https://other.example');
  await expect(name).toHaveValue('Mine');
  await name.fill('');
  await address.fill(upstream.url);
  await expect(name).toHaveValue(host);
  await address.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: `${host} added.` })).toBeVisible();
});
