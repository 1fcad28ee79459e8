import { expect, type Locator, type Page } from '@playwright/test';
import { freePort } from '@/lib/platform/db/testing/free-port';
import { LOCAL_ANSWERS, startLocalServer } from '@/lib/testing/local-server';
import { answers } from '@/lib/testing/upstream-answers';
import type { RecordedRequest } from '@/lib/testing/upstream-wire';
import { expectAccessible } from './support/accessible';
import { startApp } from './support/app';
import { openOnUpstream } from './support/open-on-upstream';
import { Playground } from './support/playground';
import { test } from './support/test';

const rowOf = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name, exact: true }) });

/** Drops a file on an element, as a drag from a folder does. */
async function drop(target: Locator, file: { name: string; content: string | number[] }): Promise<void> {
  const transfer = await target.page().evaluateHandle(({ name, content }) => {
    const data = new DataTransfer();
    const part = typeof content === 'string' ? content : new Uint8Array(content);
    data.items.add(new File([part], name));
    return data;
  }, file);
  await target.dispatchEvent('dragover', { dataTransfer: transfer });
  await target.dispatchEvent('drop', { dataTransfer: transfer });
}

test.describe('servers on this machine', () => {
  test('are found on a press, and one press connects each', async ({ browser }) => {
    const kinds = [
      'ollama',
      'llamacpp',
      'vllm',
      'sglang',
      'lmstudio',
      'koboldcpp',
      'tabbyapi',
      'textgen',
    ] as const;
    const servers = await Promise.all(kinds.map((kind) => startLocalServer(LOCAL_ANSWERS[kind])));
    const locked = await startLocalServer({}, { locked: ['/v1/models'] });
    const ports = [...servers.map(({ port }) => port), locked.port, await freePort()];
    const app = await startApp({ env: { LOCAL_SERVER_PORTS: ports.join(',') } });
    const context = await browser.newContext({ baseURL: app.url });
    const page = await context.newPage();
    // A first visit offers it.
    await page.goto('/');
    await page.getByRole('link', { name: 'find servers on this computer' }).click();
    const found = page.getByRole('region', { name: 'Servers on this computer' });
    await expect(found.getByRole('status')).toHaveText('Found 9 servers.');
    await expectAccessible(page, 'servers on this machine');
    const labels = [
      'Ollama',
      'llama.cpp',
      'vLLM',
      'SGLang',
      'LM Studio',
      'KoboldCpp',
      'TabbyAPI',
      'text-generation-webui',
    ];
    const rows = found.getByRole('listitem');
    for (const [at, label] of labels.entries()) {
      await expect(rows.nth(at)).toContainText(label);
      await expect(rows.nth(at)).toContainText(`http://127.0.0.1:${ports[at]}/v1`);
    }
    await expect(rows.nth(0)).toContainText('Ollama 0.12.3');
    await expect(rows.nth(4)).toContainText('2 models');

    await rows.nth(0).getByRole('button', { name: 'Connect Ollama' }).press('Enter');
    // The button is gone, and the focus is where it was.
    await expect(rows.nth(0).getByText('Connected as Ollama')).toBeFocused();
    await expect(rowOf(page, 'Ollama')).toContainText(`http://127.0.0.1:${ports[0]}/v1`);
    await expect(page.getByText('tiny-model')).toBeVisible();

    // This one wants a key first.
    await expect(rows.nth(6)).toContainText('Needs a key');
    await rows.nth(6).getByRole('button', { name: 'Enter key TabbyAPI' }).click();
    const form = page.getByRole('dialog', { name: 'New connection' });
    await expect(form.getByRole('textbox', { name: 'Base URL' })).toHaveValue(
      `http://127.0.0.1:${ports[6]}/v1`,
    );
    await expect(form.getByRole('radio', { name: 'TabbyAPI' })).toBeChecked();
    await expect(form.getByLabel('Key', { exact: true })).toBeFocused();
    await page.keyboard.press('Escape');

    // And this one says nothing else.
    await expect(rows.nth(8)).toContainText(`Server on port ${locked.port}`);
    await expect(rows.nth(8)).toContainText('Needs a key');
    await rows.nth(8).getByRole('button', { name: 'Enter key' }).click();
    await expect(form.getByRole('textbox', { name: 'Base URL' })).toHaveValue(
      `http://127.0.0.1:${locked.port}/v1`,
    );
    await expect(form.getByLabel('Key', { exact: true })).toBeFocused();
    await page.keyboard.type('sk-of-this-machine');
    await page.keyboard.press('Enter');
    await expect(form).toBeHidden();
    await expect(rows.nth(8)).toContainText(`Connected as 127.0.0.1:${locked.port}`);

    for (const server of [...servers, locked]) await server.close();
    await found.getByRole('button', { name: 'Search again' }).click();
    await expect(found.getByRole('status')).toContainText('No servers found.');
    await context.close();
    await app.dispose();
  });

  test('are neither looked for nor offered where only public addresses are allowed', async ({ browser }) => {
    const server = await startLocalServer(LOCAL_ANSWERS.ollama);
    const app = await startApp({
      env: { LOCAL_SERVER_PORTS: String(server.port), ALLOW_PRIVATE_UPSTREAMS: '0' },
    });
    const context = await browser.newContext({ baseURL: app.url });
    const page = await context.newPage();
    await new Playground(page).open();
    await expect(page.getByRole('link', { name: 'Connect a real model' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'find servers on this computer' })).toHaveCount(0);
    await page.goto('/settings/connections?find');
    await expect(page.getByRole('button', { name: 'New connection' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Find servers' })).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'Servers on this computer' })).toHaveCount(0);
    const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json();
    await page.request.post('/api/auth/callback/guest', { form: { csrfToken, json: 'true' } });
    const answer = await page.request.post('/api/connections/find', { data: {} });
    expect(answer.status()).toBe(422);
    expect(server.asked).toEqual([]);
    await context.close();
    await app.dispose();
    await server.close();
  });
});

test('Azure’s address keeps its version, its key has its own header, and extra headers are written once', async ({
  page,
  playground,
  upstream,
}) => {
  const listed: RecordedRequest[] = [];
  upstream.alwaysModels((response, request) => {
    listed.push(request);
    return answers.models(['gpt-35-turbo'])(response, request);
  });
  await page.goto('/settings/connections?new');
  const form = page.getByRole('dialog', { name: 'New connection' });
  await form.getByText('Azure OpenAI', { exact: true }).click();
  const address = form.getByRole('textbox', { name: 'Base URL' });
  await address.fill(`${upstream.url}/openai/deployments/davinci/completions?api-version=2024-10-21`);
  await form.getByLabel('Key', { exact: true }).fill('azure-key-canary-1');
  await form.getByRole('button', { name: 'Add header' }).click();
  await expect(form.getByRole('textbox', { name: 'Header name' })).toBeFocused();
  await form.getByRole('textbox', { name: 'Header name' }).fill('Host');
  await form.getByLabel('Value of Host', { exact: true }).fill('team-canary-77');
  await form.getByRole('button', { name: 'Add connection' }).click();
  await expect(form.getByText('Host is set by the app. Remove this header.')).toBeVisible();
  await expect(form.getByRole('textbox', { name: 'Header name' })).toBeFocused();
  await form.getByRole('textbox', { name: 'Header name' }).fill('X-Team');
  await expectAccessible(page, 'the form with a header');
  await form.getByRole('button', { name: 'Test connection' }).click();
  await expect(form.getByText('Connected. The server lists one model.')).toBeVisible();
  await form.getByRole('button', { name: 'Add connection' }).click();
  await expect(form).toBeHidden();
  await expect(rowOf(page, 'Azure OpenAI')).toContainText(
    `${upstream.url}/openai/deployments/davinci?api-version=2024-10-21`,
  );
  await page.getByRole('button', { name: 'Open the playground' }).click();
  await playground.ready();
  await expect(page.getByRole('button', { name: 'Model: davinci' })).toBeVisible();

  // An upstream that repeats them gives nothing away.
  upstream.enqueue(answers.error(400, 'Team team-canary-77 with azure-key-canary-1 may not.'));
  await playground.prompt.fill('On Azure');
  await playground.runToEnd('failed');
  await expect(playground.output).toContainText('Team ••• with ••• may not.');
  const run = await upstream.received(1);
  expect(run.path).toBe('/openai/deployments/davinci/completions?api-version=2024-10-21');
  expect(run.headers).toMatchObject({ 'api-key': 'azure-key-canary-1', 'x-team': 'team-canary-77' });
  expect(run.headers.authorization).toBeUndefined();
  for (const request of listed) {
    expect(request.path).toBe('/openai/models?api-version=2024-10-21');
    expect(request.headers).toMatchObject({ 'api-key': 'azure-key-canary-1', 'x-team': 'team-canary-77' });
  }
  expect(await page.content()).not.toContain('canary');

  // Stored values are kept, changed and removed without being shown.
  await page.goto('/settings/connections');
  const edit = page.getByRole('dialog', { name: 'Edit Azure OpenAI' });
  await page.getByRole('button', { name: 'Edit Azure OpenAI' }).click();
  await expect(edit.getByRole('textbox', { name: 'Header name' })).toHaveValue('X-Team');
  await expect(edit.getByLabel('Value of X-Team', { exact: true })).toHaveValue('');
  await edit.getByRole('button', { name: 'Add header' }).click();
  await edit.getByRole('textbox', { name: 'Header name' }).last().fill('X-Second');
  await edit.getByLabel('Value of X-Second', { exact: true }).fill('second-value');
  await expect(edit.getByRole('button', { name: 'Test connection' })).toBeDisabled();
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit).toBeHidden();
  await page.getByRole('button', { name: 'Test Azure OpenAI' }).click();
  await expect(rowOf(page, 'Azure OpenAI').getByRole('status')).toContainText('Connected.');
  expect(listed.at(-1)?.headers).toMatchObject({ 'x-team': 'team-canary-77', 'x-second': 'second-value' });
  await page.getByRole('button', { name: 'Edit Azure OpenAI' }).click();
  await edit.getByRole('button', { name: 'Remove X-Team' }).click();
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit).toBeHidden();
  await page.getByRole('button', { name: 'Test Azure OpenAI' }).click();
  await expect.poll(() => listed.at(-1)?.headers['x-team']).toBeUndefined();
  expect(listed.at(-1)?.headers['x-second']).toBe('second-value');
});

test('a file dropped on the prompt is its text, or a request to import', async ({ page, playground }) => {
  await playground.open();
  await drop(playground.prompt, { name: 'story.txt', content: 'Once upon\r\na time' });
  await expect(playground.prompt).toHaveValue('Once upon\na time');
  await expect(page.getByText('story.txt opened.')).toBeVisible();

  await playground.prompt.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(4, 9));
  await drop(playground.prompt, { name: 'notes.md', content: ' long ago,' });
  await expect(playground.prompt).toHaveValue('Once long ago,\na time');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(playground.prompt).toHaveValue('Once upon\na time');

  await drop(playground.prompt, { name: 'latin.txt', content: [0x68, 0xe9] });
  await expect(page.getByText(/latin\.txt isn't UTF-8 text/)).toBeVisible();
  await expect(playground.prompt).toHaveValue('Once upon\na time');

  await playground.prompt.fill('');
  const data = '{"name": "any data"}';
  await drop(playground.prompt, { name: 'data.json', content: data });
  await expect(playground.prompt).toHaveValue(data);
  const request = { model: 'm', prompt: 'From a file', max_tokens: 7 };
  await drop(playground.prompt, { name: 'request.json', content: JSON.stringify(request) });
  const dialog = page.getByRole('dialog', { name: 'Import code' });
  await expect(dialog.getByRole('textbox', { name: 'Code' })).toHaveValue(JSON.stringify(request));
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(playground.prompt).toHaveValue('From a file');

  // In a list each prompt takes its own file, and the space around them a new one.
  await page.getByRole('button', { name: 'Multiple prompts' }).click();
  await drop(page.getByRole('textbox', { name: 'Prompt 1' }), { name: 'a.txt', content: '!' });
  await expect(page.getByRole('textbox', { name: 'Prompt 1' })).toHaveValue(/!/);
  await drop(page.getByRole('region', { name: 'Prompt', exact: true }), { name: 'b.txt', content: 'Second' });
  await expect(page.getByRole('textbox', { name: 'Prompt 2' })).toHaveValue('Second');
});

test('a file is opened by keyboard, from the import and from the menu of a phone', async ({
  page,
  playground,
}) => {
  // Playwright begins to take choosers over with the first listener, and a press may be faster.
  page.on('filechooser', () => {});
  await playground.open();
  const choose = async (press: () => Promise<void>, name: string, content: string) => {
    const chooser = page.waitForEvent('filechooser');
    await press();
    await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
  };
  await page.getByRole('button', { name: 'Import code' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Import code' });
  await expect(dialog.getByRole('textbox', { name: 'Code' })).toBeFocused();
  const open = dialog.getByRole('button', { name: 'Open file' });
  await open.focus();
  await choose(() => page.keyboard.press('Enter'), 'call.py', 'requests.post(u, json={"prompt": "In code"})');
  await expect(dialog.getByRole('textbox', { name: 'Code' })).toHaveValue(/requests\.post/);
  await choose(() => open.click(), 'plain.txt', 'A plain text.');
  await expect(dialog).toBeHidden();
  await expect(playground.prompt).toHaveValue('A plain text.');

  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await choose(() => page.getByRole('menuitem', { name: 'Open file' }).click(), 'more.md', ' And more.');
  await expect(playground.prompt).toHaveValue('A plain text. And more.');
});

test('start text is sent after the prompt, and restart text follows an appended output', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('Human: Hi');
  await playground.parameters.getByText('Start and restart text').click();
  await playground.parameters.getByRole('textbox', { name: 'Start text', exact: true }).fill('\\nAI:');
  await playground.parameters.getByRole('textbox', { name: 'Restart text' }).fill('\\nHuman:');
  await expect(page.getByText('Sent with')).toContainText('AI:');
  upstream.always(answers.stream([' Hello', '.']));
  await playground.runToEnd();
  expect((await upstream.received(1)).json).toMatchObject({ prompt: 'Human: Hi\nAI:' });
  // The request in the code and in the output is the one that was sent.
  await page.getByRole('button', { name: 'Code', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Code', exact: true })).toContainText('AI:');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Append to prompt' }).click();
  await expect(playground.prompt).toHaveValue('Human: Hi\nAI: Hello.\nHuman:');
  await playground.prompt.pressSequentially(' Bye');
  await playground.runToEnd();
  expect((await upstream.received(2)).json).toMatchObject({
    prompt: 'Human: Hi\nAI: Hello.\nHuman: Bye\nAI:',
  });

  // A preset and a reload keep both; an old run comes back as it was sent.
  await page.getByRole('button', { name: /^Presets/ }).click();
  await page.getByRole('textbox', { name: 'Name for the current settings' }).fill('Dialogue');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('“Dialogue” saved.')).toBeVisible();
  await page.keyboard.press('Escape');
  await playground.parameters.getByRole('textbox', { name: 'Start text', exact: true }).fill('');
  await page.getByRole('button', { name: /^Preset/ }).click();
  await page.getByRole('button', { name: /^Dialogue/ }).click();
  await expect(playground.parameters.getByRole('textbox', { name: 'Start text', exact: true })).toHaveValue(
    '\\nAI:',
  );
  await page.reload();
  await playground.ready();
  await expect(playground.parameters.getByRole('textbox', { name: 'Restart text' })).toHaveValue('\\nHuman:');
  await playground.history.last().click();
  await expect(playground.prompt).toHaveValue('Human: Hi');
  await playground.runToEnd();
  expect((await upstream.received(3)).json).toMatchObject({ prompt: 'Human: Hi\nAI:' });
});
