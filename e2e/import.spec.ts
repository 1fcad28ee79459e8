import { expect } from '@playwright/test';
import { expectAccessible } from './support/accessible';
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
  const fillIn = dialog.getByRole('button', { name: 'Import' });
  await expect(code).toBeFocused();
  await expect(fillIn).toBeDisabled();

  await code.fill('no code at all');
  await expect(dialog.getByText(/No curl command/)).toBeVisible();
  await code.fill(CURL);
  // A field that we do not know is sent as it is.
  await expect(dialog.getByText('temperature, stop, foo')).toBeVisible();
  await expect(dialog.getByText(/The API key in this code is filled in/)).toBeVisible();
  await expectAccessible(page, 'the import dialog');
  await fillIn.click();

  await expect(dialog).toBeHidden();
  await expect(playground.prompt).toHaveValue('It\'s "here" 🧵\n');
  await expect(playground.field('temperature')).toHaveValue('0.3');
  await expect(page.getByRole('button', { name: 'Model: pasted-model' })).toBeVisible();
  await page.getByRole('button', { name: 'View code' }).click();
  const shown = page.getByRole('dialog', { name: 'View code' });
  await expect(shown.getByText('pasted-model')).toBeVisible();
  await expect(shown).not.toContainText('sk-pasted');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(playground.prompt).toHaveValue('Mine');
});
