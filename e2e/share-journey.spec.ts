import { expect } from '@playwright/test';
import { REDACTED } from '@/lib/links/model/redact';
import { canaryOwner } from './support/canary-owner';
import { Playground } from './support/playground';
import { test } from './support/test';

const MAIL = 'robert.keeper@example.com';
const PROMPT = `Write to ${MAIL}. Once upon a time there was a`;

test('run, share with a redaction, read without JavaScript, fork, revoke: nothing more is public than was shown', {
  tag: '@firefox',
}, async ({ app, browser, page, playground, expectedErrors }) => {
  // The owner, with a key of their own beside the practice model.
  const { email, userId } = await canaryOwner(page.request);

  await playground.open();
  await playground.prompt.fill(PROMPT);
  await playground.runToEnd();
  const runId = new URL(page.url()).searchParams.get('run') ?? '';
  const run = await (await page.request.get(`/api/runs/${runId}`)).json();
  const text: string = run.state.choices[0].text;
  expect(text).not.toBe('');

  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this run' });
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText(MAIL);
  await dialog.getByRole('button', { name: 'Redact', exact: true }).click();
  await expect(dialog.getByRole('region', { name: 'Preview' })).not.toContainText(MAIL);
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const url = await page
    .getByRole('dialog', { name: 'Link ready' })
    .getByRole('textbox', { name: 'Link' })
    .inputValue();
  await page.getByRole('button', { name: 'Done' }).click();

  // A private window, without scripts.
  const plain = await browser.newContext({ baseURL: app.url, javaScriptEnabled: false });
  const reader = await plain.newPage();
  expect((await reader.goto(url))?.status()).toBe(200);
  const main = reader.getByRole('main');
  await expect(main).toContainText(`Write to ${REDACTED}. Once upon a time there was a`);
  await expect(main).toContainText(`${REDACTED} marks text redacted by the person who shared this.`);
  expect(await reader.locator('#output-0').textContent()).toBe(text);
  for (const shown of ['practice-1', 'Complete', 'Max tokens', '200'])
    await expect(main).toContainText(shown);
  const ofOwner = [userId, 'Canary', 'canary', email, MAIL, runId, '127.0.0.1:9', 'Practice model'];
  for (const form of ['', '.json', '/embed', '/image.png']) {
    const answer = await plain.request.get(`${url}${form}`);
    expect(answer.status(), form).toBe(200);
    const bytes = `${JSON.stringify(answer.headers())}${(await answer.body()).toString('latin1')}`;
    expect(
      ofOwner.filter((secret) => bytes.includes(secret)),
      form,
    ).toEqual([]);
  }
  const {
    sharedAt: _when,
    timings: _times,
    pace: _pace,
    usage: _usage,
    ...shared
  } = await (await plain.request.get(`${url}.json`)).json();
  expect(shared).toEqual({
    version: 1,
    kind: 'run',
    title: null,
    status: 'complete',
    prompt: `Write to ${REDACTED}. Once upon a time there was a`,
    model: 'practice-1',
    parameters: { max_tokens: 200, stream: true },
    outputs: [{ index: 0, text, finishReason: run.state.choices[0].finishReason }],
  });

  // Another user forks it.
  const other = await browser.newContext({ baseURL: app.url });
  const forked = await other.newPage();
  await forked.goto(url);
  await forked.getByRole('link', { name: 'Open in my playground' }).click();
  const theirs = new Playground(forked);
  await expect(theirs.prompt).toHaveValue(`Write to ${REDACTED}. Once upon a time there was a`);
  await expect(
    forked.getByText(`Loaded from the shared link. ${REDACTED} is redacted text. Replace it before you run.`),
  ).toBeVisible();

  await page.goto('/settings/links');
  await page.getByRole('button', { name: /^Revoke (?!all)/ }).click();
  await page.getByRole('button', { name: 'Revoke link' }).click();
  await expect(page.getByText('Revoked', { exact: true })).toBeVisible();
  expectedErrors.push(/status of 410/);
  for (const form of ['', '.json', '/embed', '/image.png']) {
    const answer = await plain.request.get(`${url}${form}`);
    expect(answer.status(), form).toBe(410);
    expect(await answer.text()).not.toMatch(/Once upon|practice-1/);
  }
  expect((await reader.goto(url))?.status()).toBe(410);
  await expect(reader.getByRole('main')).toContainText('This link is no longer available');
  await plain.close();
  await other.close();
});
