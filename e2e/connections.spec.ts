import { expect, type Page } from '@playwright/test';
import { startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { answers } from '@/lib/testing/upstream-answers';
import { startGuest } from './support/guest';
import { test } from './support/test';

const rowOf = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name, exact: true }) });

test('a connection is tested, added, renamed, made the default, used and deleted', async ({
  page,
  playground,
  upstream,
}) => {
  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'Add a connection' }).click();
  const form = page.getByRole('dialog', { name: 'New connection' });
  const address = form.getByRole('textbox', { name: 'Base URL' });
  await expect(form.getByRole('radio', { name: 'Custom / OpenAI-compatible' })).toBeChecked();
  await expect(address).toHaveValue('');
  await form.getByText('r9s', { exact: true }).click();
  await expect(address).toHaveValue('https://api.r9s.ai');
  await form.getByText('Ollama', { exact: true }).click();
  await expect(address).toHaveValue('http://127.0.0.1:11434/v1');
  await form.getByText('Custom / OpenAI-compatible', { exact: true }).click();
  await form.getByRole('button', { name: 'Add connection' }).click();
  await expect(form.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription(/Enter a name/);

  // The first real connection is the default unless it is said otherwise.
  const isDefault = form.getByRole('switch', { name: 'Make this the default connection' });
  await expect(isDefault).toBeChecked();
  await isDefault.click();
  await form.getByRole('textbox', { name: 'Name' }).fill('Here');
  await address.fill(upstream.url);
  await form.getByLabel('Key', { exact: true }).fill('sk-connection-6789');
  const test = form.getByRole('button', { name: 'Test connection' });
  const place = (await test.boundingBox())?.y;
  await test.click();
  await expect(form.getByRole('status')).toContainText('Connected. The server lists 2 models.');
  expect((await test.boundingBox())?.y).toBe(place);
  await expect(form.getByRole('status')).toContainText('other-model');
  upstream.alwaysModels(answers.error(401, 'No such key.'));
  await form.getByRole('button', { name: 'Test connection' }).click();
  await expect(form.getByRole('status')).toContainText('The server rejected the key (401): No such key.');
  await expect(form.getByLabel('Key', { exact: true })).toHaveAccessibleDescription(/Check the key\./);
  await expect(address).not.toHaveAttribute('aria-invalid', 'true');
  expect((await test.boundingBox())?.y).toBe(place);
  await form.getByRole('button', { name: 'Add connection' }).click();
  await expect(form).toBeHidden();
  await expect(rowOf(page, 'Here')).toContainText('Key ends in ··6789');

  await rowOf(page, 'Here').getByRole('button', { name: 'Test Here' }).click();
  await expect(rowOf(page, 'Here').getByRole('status')).toContainText('No such key.');
  // What was written may be wrong: its form is one press away.
  const added = page.getByRole('status').filter({ hasText: 'added.' });
  await added.getByRole('button', { name: 'Edit connection' }).click();
  await expect(page.getByRole('dialog', { name: 'Edit Here' })).toBeVisible();
  await page.keyboard.press('Escape');
  upstream.alwaysModels(answers.models(['only-model']));
  await page.getByRole('button', { name: 'Edit Here' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit Here' });
  await edit.getByRole('textbox', { name: 'Name' }).fill('There');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit).toBeHidden();
  await expect(rowOf(page, 'There')).toContainText('Key ends in ··6789');
  // The notice says the name that it has now.
  await expect(page.getByRole('status').filter({ hasText: 'added.' })).toContainText('There added.');

  await expect(rowOf(page, 'Practice model')).toContainText('Default');
  await page.getByRole('button', { name: 'More for There' }).click();
  await page.getByRole('menuitem', { name: 'Make default' }).click();
  await expect(rowOf(page, 'There')).toContainText('Default');
  await expect(rowOf(page, 'Practice model')).not.toContainText('Default');
  await playground.open();
  await expect(page.getByRole('combobox', { name: 'Connection' }).locator('option:checked')).toHaveText(
    'There',
  );
  await expect(page.getByRole('button', { name: 'Model: only-model' })).toBeVisible();
  await playground.prompt.fill('On the default connection');
  await playground.runToEnd();
  expect((await upstream.received(1)).headers.authorization).toBe('Bearer sk-connection-6789');

  // The choice survives a reload.
  await page.reload();
  await playground.ready();
  await expect(page.getByRole('combobox', { name: 'Connection' }).locator('option:checked')).toHaveText(
    'There',
  );

  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'More for There' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete connection' }).click();
  await expect(rowOf(page, 'There')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'New connection' })).toBeFocused();
  await playground.open();
  await expect(page.getByText('That connection was deleted. Choose another.').first()).toBeVisible();
  await expect(playground.history).toContainText('On the default connection');
});

test('a key goes nowhere but to its own address: another one asks for the key again', async ({
  page,
  playground,
  upstream,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 422 .*api\/connections/);
  const elsewhere = await startMisbehavingServer();
  const guest = await startGuest(page.request);
  const id = await guest.addConnection({ name: 'Moving', baseUrl: upstream.url, key: 'sk-first-1111' });
  await page.goto(`/settings/connections?edit=${id}`);
  const form = page.getByRole('dialog', { name: 'Edit Moving' });
  await expect(form.getByLabel('New key')).toBeEmpty();
  await form.getByRole('textbox', { name: 'Base URL' }).fill(elsewhere.url);
  const key = form.getByLabel('Key', { exact: true });
  await expect(key).toHaveAccessibleDescription(
    `The stored key is only sent to ${upstream.url}. Enter a key for ${elsewhere.url}.`,
  );
  await form.getByRole('button', { name: 'Test connection' }).click();
  await expect(form.getByRole('status')).toContainText('Connected.');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(key).toBeFocused();
  await expect(key).toHaveAccessibleDescription(/Enter the key again/);
  await key.fill('sk-second-2222');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await expect(rowOf(page, 'Moving')).toContainText('Key ends in ··2222');

  await playground.open();
  await playground.prompt.fill('Somewhere else');
  await page.getByRole('combobox', { name: 'Connection' }).selectOption({ label: 'Moving' });
  await playground.chooseModel('test-model');
  await playground.runToEnd();
  expect((await elsewhere.received(1)).headers.authorization).toBe('Bearer sk-second-2222');
  expect(upstream.requests).toHaveLength(0);
  await elsewhere.close();
});

for (const viewport of [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
]) {
  test(`what a test found is in sight at ${viewport.width}×${viewport.height}`, async ({
    page,
    upstream,
  }) => {
    await page.setViewportSize(viewport);
    await page.goto('/settings/connections?new');
    const form = page.getByRole('dialog', { name: 'New connection' });
    await form.getByText('Custom / OpenAI-compatible', { exact: true }).click();
    await form.getByRole('textbox', { name: 'Name' }).fill('Here');
    await form
      .getByRole('textbox', { name: 'Base URL' })
      .fill(`${upstream.url.replace('http://', '')}/v1/completions`);
    await form.getByRole('button', { name: 'Test connection' }).click();
    const result = form.getByRole('status').filter({ hasText: 'Connected.' });
    await expect(result).toBeInViewport({ ratio: 1 });
    const [box, footer] = [
      await result.boundingBox(),
      await form.locator('[data-dialog-footer]').boundingBox(),
    ];
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(footer?.y ?? 0);
  });
}

test('a name that was made from the address follows it when it is edited; a name of its own stays', async ({
  page,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  const { host } = new URL(upstream.url);
  // A wrong port on the way, as it happens.
  const id = await guest.addConnection({ name: '127.0.0.1:9', baseUrl: 'http://127.0.0.1:9/v1' });
  await page.goto(`/settings/connections?edit=${id}`);
  const form = page.getByRole('dialog', { name: /^Edit/ });
  const name = form.getByRole('textbox', { name: 'Name' });
  const address = form.getByRole('textbox', { name: 'Base URL' });
  await expect(name).toHaveValue('127.0.0.1:9');
  await address.fill(upstream.url);
  await expect(name).toHaveValue(host);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await expect(rowOf(page, host)).toContainText(upstream.url);

  await page.getByRole('button', { name: `Edit ${host}` }).click();
  await name.fill('Mine');
  await address.fill('http://127.0.0.1:9/v1');
  await expect(name).toHaveValue('Mine');
});

test('only the first connection takes over from the practice model, by itself', async ({
  page,
  playground,
  upstream,
}) => {
  await startGuest(page.request);
  upstream.alwaysModels(answers.models(['first', 'second']));
  const add = async (name: string) => {
    await page.goto('/settings/connections?new');
    const form = page.getByRole('dialog', { name: 'New connection' });
    await form.getByText('Custom / OpenAI-compatible', { exact: true }).click();
    await form.getByRole('textbox', { name: 'Name' }).fill(name);
    await form.getByRole('textbox', { name: 'Base URL' }).fill(upstream.url);
    await expect(form.getByRole('switch', { name: 'Make this the default connection' })).toBeChecked({
      checked: name === 'First',
    });
    await form.getByRole('button', { name: 'Add connection' }).click();
    return page.getByRole('status').filter({ hasText: `${name} added.` });
  };
  const connection = page.getByRole('combobox', { name: 'Connection' });
  const first = await add('First');
  await expect(first).toContainText('The playground now uses it.');
  await expect(first).toContainText('It starts with first, its first model.');
  await playground.open();
  await expect(connection.locator('option:checked')).toHaveText('First');
  await expect(page.getByRole('button', { name: 'Model: first' })).toBeVisible();

  // What was announced holds also after a look at another one.
  await connection.selectOption({ label: 'Practice model' });
  await expect(page.getByRole('button', { name: 'Model: practice-1' })).toBeVisible();
  await connection.selectOption({ label: 'First' });
  await expect(page.getByRole('button', { name: 'Model: first' })).toBeVisible();

  // From the second on, somebody has a choice, and has made it.
  await connection.selectOption({ label: 'Practice model' });
  const second = await add('Second');
  await expect(second).toContainText('The playground opens with first');
  await expect(second).not.toContainText('now uses it');
  await expect(page.getByRole('button', { name: 'Use it now' })).toBeVisible();
  await playground.open();
  await expect(connection.locator('option:checked')).toHaveText('Practice model');
});

test('a first connection that failed its test does not take over the playground', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  await page.goto('/settings/connections?new');
  const form = page.getByRole('dialog', { name: 'New connection' });
  await form.getByText('Custom / OpenAI-compatible', { exact: true }).click();
  // Nothing listens on the discard port.
  await form.getByRole('textbox', { name: 'Base URL' }).fill('http://127.0.0.1:9/v1');
  await form.getByRole('button', { name: 'Test connection' }).click();
  await expect(form.getByText(/refused the connection/).first()).toBeVisible();
  await form.getByRole('button', { name: 'Add connection' }).click();
  const added = page.getByRole('status').filter({ hasText: 'added.' });
  await expect(added.getByRole('button', { name: 'Use it now' })).toBeVisible();
  await expect(added).not.toContainText('now uses it');
  await playground.open();
  await expect(page.getByRole('combobox', { name: 'Connection' }).locator('option:checked')).toHaveText(
    'Practice model',
  );
  await playground.runToEnd();
});

test('the list of connections ends with adding one, which opens the form', async ({ page, playground }) => {
  await startGuest(page.request);
  await playground.open();
  const connections = page.getByRole('combobox', { name: 'Connection' });
  await connections.selectOption({ label: 'Add a connection…' });
  await expect(page).toHaveURL('/settings/connections?new');
  await expect(page.getByRole('dialog', { name: 'New connection' })).toBeVisible();
  await page.goBack();
  await playground.ready();
  await expect(connections.locator('option:checked')).toHaveText('Practice model');
});
