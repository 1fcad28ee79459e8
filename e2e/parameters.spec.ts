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
  await page.keyboard.press('Home');
  await expect(playground.field('temperature')).toHaveValue('0');

  // By pointer: a quarter of the way from −2 to 2.
  await expect(send('Presence penalty')).not.toBeChecked();
  const track = slider('Presence penalty');
  await track.scrollIntoViewIfNeeded();
  const box = (await track.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, y, { steps: 3 });
  await page.mouse.move(box.x + 7 + (box.width - 14) / 4, y, { steps: 3 });
  await page.mouse.up();
  await expect(send('Presence penalty')).toBeChecked();
  const value = Number(await playground.field('presence_penalty').inputValue());
  expect(Math.abs(value + 1)).toBeLessThan(0.05);

  await playground.prompt.fill('Once');
  await playground.runToEnd();
  expect((await upstream.received(1)).json).toMatchObject({ temperature: 0, presence_penalty: value });
  expect((await upstream.received(1)).json).not.toHaveProperty('top_p');
});

test('the panel says in words what is sent', async ({ page, playground }) => {
  await playground.open();
  const { parameters } = playground;
  await expect(parameters.getByText(/^Sends /)).toHaveText(
    "Sends max tokens 200, stream; everything else is the server's default.",
  );
  await playground.setParameter('temperature', 0.7);
  await playground.setParameter('max_tokens', 64);
  await expect(parameters.getByText(/^Sends /)).toHaveText(
    "Sends temperature 0.7, max tokens 64, stream; everything else is the server's default.",
  );
  await playground.allOff();
  await playground.setParameter('stream', false);
  await expect(parameters.getByText(/^Sends /)).toHaveText(
    "Sends no parameters: everything is the server's default.",
  );
  // The same in the sheet of a narrow screen.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Show the parameters' }).click();
  await expect(page.getByRole('dialog', { name: 'Parameters' })).toContainText('Sends no parameters');
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
  await expect(before).toContainText('Range0 to 2');
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
