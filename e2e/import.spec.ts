import { expect } from '@playwright/test';
import { answers } from '@/lib/testing/upstream-answers';
import { expectAccessible } from './support/accessible';
import { startGuest } from './support/guest';
import { test } from './support/test';

const CURL = `curl https://api.r9s.ai/v1/completions \\
  -H "Authorization: Bearer sk-pasted-0123456789" \\
  -d '{"model": "pasted-model", "prompt": "It'\\''s \\"here\\" 🧵\\n", "temperature": 0.3, "stop": ["END"], "foo": 1}'`;

test('pasted code fills in the prompt and the parameters, and can be taken back', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill('Mine');
  await page.getByRole('button', { name: 'Import code' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import code' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Import code' })).toBeFocused();
  await page.keyboard.press('Enter');
  const code = dialog.getByRole('textbox', { name: 'Code' });
  const fillIn = dialog.getByRole('button', { name: 'Import', exact: true });
  await expect(code).toBeFocused();
  await expect(fillIn).toBeDisabled();

  await code.fill('no code at all');
  await expect(dialog.getByText(/No curl command/)).toBeVisible();
  await code.fill(CURL);
  // A field that we do not know is sent as it is.
  await expect(dialog.getByText('temperature 0.3, stop ["END"], foo 1')).toBeVisible();
  await expect(dialog.getByText(/Your key from this code will be used for the new connection/)).toBeVisible();
  await expectAccessible(page, 'the import dialog');
  // Nothing is connected with its server: the first thing is to connect it, and nothing goes elsewhere unsaid.
  await expect(fillIn).toHaveCount(0);
  await expect(dialog.getByRole('button', { name: 'Add connection and import' })).toBeVisible();
  await expect(dialog).toContainText(
    'Or import the prompt and parameters for Practice model, with the model practice-1.',
  );
  await dialog.getByRole('button', { name: 'Import for Practice model' }).click();

  await expect(dialog).toBeHidden();
  await expect(playground.prompt).toHaveValue('It\'s "here" 🧵\n');
  await expect(playground.field('temperature')).toHaveValue('0.3');
  // The model of the code is not on this connection.
  await expect(page.getByRole('button', { name: 'Model: practice-1' })).toBeVisible();
  await page.getByRole('button', { name: 'Code', exact: true }).click();
  const shown = page.getByRole('dialog', { name: 'Code', exact: true });
  await expect(shown.getByText('practice-1')).toBeVisible();
  await expect(shown).not.toContainText('sk-pasted');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(playground.prompt).toHaveValue('Mine');
});

test('a chat request is named as one, and its messages become the prompt when that is wanted', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill('Mine');
  await page.getByRole('button', { name: 'Import code' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import code' });
  await dialog
    .getByRole('textbox', { name: 'Code' })
    .fill(
      `curl https://api.openai.com/v1/chat/completions -d '{"model":"m","messages":[{"role":"user","content":"Hi"}],"max_tokens":9}'`,
    );
  await expect(dialog).toContainText('This is a chat request; the playground sends completions.');
  const use = dialog.getByRole('checkbox', { name: 'Use the messages as the prompt' });
  await expect(use).toBeChecked();
  await expect(dialog).toContainText('“User: Hi Assistant:” · 19 characters');
  await expect(dialog.getByText('https://api.openai.com/v1', { exact: true })).toBeVisible();
  await use.uncheck();
  await expect(dialog).toContainText('not in the code, unchanged');
  await use.check();
  await dialog.getByRole('button', { name: 'Import for Practice model' }).click();
  await expect(playground.prompt).toHaveValue('User: Hi\nAssistant:');
});

test('the preview says where Run will send, and headers of the code go into a connection or are named', async ({
  page,
  playground,
  upstream,
}) => {
  await startGuest(page.request);
  await playground.open();
  await page.getByRole('button', { name: 'Import code' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import code' });
  const code = dialog.getByRole('textbox', { name: 'Code' });
  const place = dialog.locator('dl');
  const host = new URL(upstream.url).host;

  // Nothing is connected with the server.
  await code.fill(
    `curl ${upstream.url}/completions -H "Authorization: Bearer sk-pasted-0123456789" -H "X-Team: blue-secret" -d '{"model": "m", "prompt": "Once"}'`,
  );
  await expect(place).toContainText(`Run will send to${host}, once connected`);
  await expect(dialog).toContainText(
    'Your key and the header X-Team from this code will be used for the new connection.',
  );
  await dialog.getByRole('button', { name: 'Add connection and import' }).click();
  const form = page.getByRole('dialog', { name: 'New connection' });
  await expect(form.getByRole('textbox', { name: 'Header name' })).toHaveValue('X-Team');
  await form.getByRole('button', { name: 'Cancel' }).click();
  await expect(form).toBeHidden();
  // Without it nothing was imported.
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Add connection and import' }).click();
  await form.getByRole('button', { name: 'Add connection' }).click();
  await expect(form).toBeHidden();
  await expect(dialog).toBeHidden();
  await expect(playground.prompt).toHaveValue('Once');
  await expect(page.getByRole('button', { name: 'Model: m' })).toBeVisible();
  const connection = page.getByRole('combobox', { name: 'Connection' });
  await expect(connection.locator('option:checked')).toHaveText(host);

  // The connection is there, and lacks a header.
  await page.getByRole('button', { name: 'Import code' }).click();
  await code.fill(
    `curl ${upstream.url}/completions -H "X-Team: blue-secret" -H "X-Trace: trace-secret" -d '{"model": "m", "prompt": "Once"}'`,
  );
  await expect(dialog).toContainText('Left out: the header X-Trace.');
  await expect(dialog).not.toContainText('X-Team.');
  await expectAccessible(page, 'an import with headers');
  await dialog.getByRole('button', { name: 'Add headers' }).click();
  const edit = page.getByRole('dialog', { name: /^Edit / });
  await expect(edit.getByRole('textbox', { name: 'Header name' })).toHaveCount(2);
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit).toBeHidden();
  await expect(dialog.getByText('Left out')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  upstream.enqueue(answers.plain(' upon'));
  await playground.runToEnd();
  expect((await upstream.received(1)).headers).toMatchObject({
    authorization: 'Bearer sk-pasted-0123456789',
    'x-team': 'blue-secret',
    'x-trace': 'trace-secret',
  });

  // Code without an address goes where it goes now, and leaves out what no connection can have.
  await connection.selectOption({ label: 'Practice model' });
  await page.getByRole('button', { name: 'Import code' }).click();
  await code.fill(
    `const client = new OpenAI({ defaultHeaders: { 'X-Team': 'blue' } });\nawait client.completions.create({ prompt: 'Once' });`,
  );
  await expect(place).toContainText('Run will send toPractice model');
  await expect(dialog).toContainText('Left out: the header X-Team.');
  await expect(dialog.getByRole('button', { name: 'Add headers' })).toHaveCount(0);
});

test('code opens on OpenAI’s client, remembers the last one chosen, and offers r9s’ where it can read the answer', async ({
  page,
  playground,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  await guest.addConnection({ name: 'Other server', baseUrl: upstream.url });
  await playground.open();
  const open = page.getByRole('button', { name: 'Code', exact: true });
  const dialog = page.getByRole('dialog', { name: 'Code', exact: true });
  const chosen = dialog.getByRole('combobox', { name: 'Client' });
  const code = dialog.getByRole('region', { name: /code$/ });
  await open.click();
  // The practice model's notice has a link that leaves the page: the keyboard begins at the choice.
  await expect(dialog.getByRole('link', { name: 'Settings → API' })).toBeVisible();
  await expect(chosen).toBeFocused();
  await expect(chosen).toHaveValue('openai-python');
  await expect(chosen.locator('option')).toHaveText([
    'OpenAI, Python',
    'OpenAI, TypeScript',
    'r9s, Python',
    'curl',
  ]);
  await expect(code).toContainText('from openai import OpenAI');
  await chosen.selectOption('r9s, Python');
  await expect(code).toContainText('from r9s import R9S');
  await page.keyboard.press('Escape');

  // It is remembered here, and where the API's code is.
  await page.reload();
  await playground.ready();
  await open.click();
  await expect(chosen).toHaveValue('r9s-python');
  await page.keyboard.press('Escape');
  await page.goto('/settings/api');
  await expect(page.getByRole('combobox', { name: 'Client' })).toHaveValue('r9s-python');
  await expect(page.getByRole('region', { name: 'r9s, Python code' })).toContainText('from r9s import R9S');

  // Its SDK throws on what other servers answer.
  await playground.open();
  await page.getByRole('combobox', { name: 'Connection' }).selectOption({ label: 'Other server' });
  await open.click();
  await expect(chosen).toHaveValue('openai-python');
  await expect(chosen.locator('option')).toHaveText(['OpenAI, Python', 'OpenAI, TypeScript', 'curl']);
});
