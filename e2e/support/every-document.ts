import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { comeIn } from './accessible';
import { DocumentPage } from './document';
import { aFinishedRun } from './shares';

const START = 'Once upon a time there was a lighthouse keeper. ';

/** A document with a text, two takes of what follows with probabilities, and something written after the second. */
async function aDocument(request: APIRequestContext): Promise<string> {
  const id = crypto.randomUUID();
  const step = (parentId: string | null, at: number, text: string, runId: string | null) => ({
    id: crypto.randomUUID(),
    parentId,
    kind: runId === null ? 'written' : 'generated',
    changes: [
      { at, removed: [], inserted: [{ text, source: runId === null ? null : { runId, choice: 0, at: 0 } }] },
    ],
    runId,
    ...{ choice: 0, open: false, cursor: at + text.length, name: null, starred: false, pruned: false },
    createdAt: new Date().toISOString(),
  });
  const start = step(null, 0, START, null);
  const takes = [];
  for (const seed of [1, 2]) {
    const runId = await aFinishedRun(request, { prompt: START, seed, logprobs: 5, max_tokens: 40 });
    const run = await (await request.get(`/api/runs/${runId}`)).json();
    takes.push(step(start.id, START.length, run.state.choices[0].text, runId));
  }
  const last = takes[1] ?? start;
  const after = step(last.id, last.cursor, '\nAnd so on, without a space: '.concat('x'.repeat(120)), null);
  const save = { nodes: [start, ...takes, after], head: after.id, since: 0, title: 'A tale of the sea' };
  expect((await request.post(`/api/documents/${id}/steps`, { data: save })).status()).toBe(200);
  return id;
}

/** Brings the page of a user without documents into the states of one, and calls `check` in each. */
export async function everyDocument(page: Page, check: (what: string) => Promise<void>): Promise<void> {
  const id = await aDocument(page.request);
  const document = new DocumentPage(page);
  await page.goto('/?document=new');
  await expect(document.editor).toBeVisible();
  await check('an empty document');
  await page.goto(`/?document=${id}`);
  await expect(document.editor).toContainText('lighthouse keeper');
  await expect(document.pane.getByRole('region', { name: 'Branches' })).toBeVisible();
  await check('a document');
  // Where what of it waits below is said.
  await document.editor.focus();
  await page.keyboard.press('ControlOrMeta+Home');
  await check('a document, the cursor at its beginning');
  await page.keyboard.press('ControlOrMeta+f');
  await expect(page.getByRole('textbox', { name: 'Find' })).toBeFocused();
  await page.keyboard.type('time');
  await expect(document.pane.getByText('1 match')).toBeVisible();
  await check('finding in a document');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+Home');
  for (let word = 0; word < 12; word += 1) await page.keyboard.press('ControlOrMeta+ArrowRight');
  await page.keyboard.press('Alt+Enter');
  await comeIn(page.getByRole('dialog', { name: /^Token “/ }));
  await check('the menu of a token in a document');
  await page.keyboard.press('Escape');
  await document.pane.getByRole('region', { name: 'Branches' }).getByRole('button', { name: /^Map/ }).click();
  await comeIn(page.getByRole('dialog', { name: 'Branches' }));
  await check('the map of branches');
  await page.keyboard.press('Escape');
  await page.goto('/history/documents');
  await expect(page.getByRole('main').getByRole('listitem').first()).toHaveText(/^A tale of the sea/);
  await check('documents');
}
