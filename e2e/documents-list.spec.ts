import { expect, type Page } from '@playwright/test';
import { aStep, written } from '@/lib/documents/model/testing/steps';
import { expectAccessible } from './support/accessible';
import { startGuest } from './support/guest';
import { aFinishedRun } from './support/shares';
import { test } from './support/test';

async function saveDocument(page: Page, text: string, runId: string | null = null): Promise<string> {
  const id = crypto.randomUUID();
  const first = aStep(null, [written(0, text)], runId === null ? {} : { kind: 'generated', runId });
  const data = { nodes: [first], head: first.id, since: 0 };
  expect((await page.request.post(`/api/documents/${id}/steps`, { data })).status()).toBe(200);
  return id;
}

test('documents are listed, found, renamed, deleted and brought back', async ({ page }) => {
  await startGuest(page.request);
  await page.goto('/history');
  await page.getByRole('navigation', { name: 'History' }).getByRole('link', { name: 'Documents' }).click();
  await expect(page.getByText('Documents you write with a model are saved here')).toBeVisible();
  await expectAccessible(page, 'no documents');
  await saveDocument(page, 'Once upon a time in a café');
  const id = await saveDocument(page, 'Another text');
  await page.reload();
  const lines = page.getByRole('main').getByRole('listitem');
  await expect(lines).toHaveText([/^Another text2 words/, /^Once upon a time in a café7 words/]);

  await page.getByRole('searchbox').fill('CAFE');
  await expect(lines).toHaveCount(1);
  await page.getByRole('searchbox').fill('nothing like it');
  await page.getByRole('button', { name: 'Clear search' }).click();
  await expect(lines).toHaveCount(2);

  // By keyboard alone.
  await lines.first().getByRole('link').focus();
  await page.keyboard.press('Tab');
  await expect(lines.first().getByRole('button', { name: /^Rename/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await page.keyboard.type('A title');
  await page.keyboard.press('Enter');
  await expect(lines.first()).toHaveText(/^A titleAnother text/);
  await expectAccessible(page, 'documents');

  await lines.first().hover();
  await lines
    .first()
    .getByRole('button', { name: /^Delete/ })
    .click();
  await expect(lines).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(lines.first()).toHaveText(/^A title/);
  await lines.first().getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/\\?document=${id}`));
});

test('many documents come page by page', async ({ page }) => {
  await startGuest(page.request);
  for (let at = 0; at < 60; at += 1) await saveDocument(page, `Document ${at}`);
  await page.goto('/history/documents');
  const lines = page.getByRole('main').getByRole('listitem');
  await expect(lines).toHaveCount(50);
  await page.getByRole('button', { name: 'Older documents' }).click();
  await expect(lines).toHaveCount(60);
});

test('a run opens as a document, and is not deleted without saying so', async ({ page, expectedErrors }) => {
  // Its page may still ask for the run's relatives while it is being left.
  expectedErrors.push('/lineage');
  await startGuest(page.request);
  const run = await aFinishedRun(page.request);
  await page.goto(`/history/${run}`);
  await page.getByRole('button', { name: 'Open as document' }).click();
  await expect(page).toHaveURL(/\/\?document=/);
  const id = new URL(page.url()).searchParams.get('document');
  const detail = await (await page.request.get(`/api/documents/${id}`, { maxRetries: 2 })).json();
  expect(detail.nodes.map(({ kind }: { kind: string }) => kind)).toEqual(['written', 'generated']);
  expect(detail.spans.at(-1).source).toMatchObject({ runId: run, choice: 0, at: 0 });

  // The second time it is there.
  await page.goto(`/history/${run}`);
  await page.getByRole('button', { name: 'Open as document' }).click();
  await expect(page).toHaveURL(new RegExp(`document=${id}`));

  await page.goto(`/history/${run}`);
  await page.getByRole('button', { name: 'Delete run' }).click();
  const question = page.getByRole('dialog');
  await expect(question).toContainText(
    'A document uses this run. The text is kept; its probabilities are deleted.',
  );
  await expectAccessible(page, 'the question before a run of a document is deleted');
  await question.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('Run deleted.')).toBeVisible();
  expect((await (await page.request.get(`/api/documents/${id}`, { maxRetries: 2 })).json()).text).toBe(
    detail.text,
  );
});
