import { expect } from '@playwright/test';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import { EXTRA_FIELDS, MORE_FIELDS } from '@/lib/testing/more-fields';
import { answers } from '@/lib/testing/upstream-answers';
import type { Playground } from './support/playground';
import { test } from './support/test';

/** Opens the playground with a model of this server. */
async function openOn(playground: Playground, baseUrl: string): Promise<void> {
  await playground.open();
  await playground.addConnection({ name: 'Local server', baseUrl });
  await playground.chooseModel('test-model');
}

test('other servers’ fields are in the request check, and a run again and a comparison send them again', async ({
  playground,
  upstream,
  page,
}) => {
  upstream.always(answers.stream([' there', ' was']));
  await openOn(playground, upstream.url);
  await playground.prompt.fill('Once');
  await playground.allOff();
  for (const name of Object.keys(MORE_FIELDS) as (keyof typeof MORE_FIELDS)[]) {
    await playground.setParameter(name, MORE_FIELDS[name] as never);
  }
  await playground.setParameter('extra_body', EXTRA_FIELDS);
  await playground.runToEnd();
  const sent = { model: 'test-model', prompt: 'Once', stream: true, ...MORE_FIELDS, ...EXTRA_FIELDS };
  expect((await upstream.received(1)).json).toEqual(sent);

  await page.getByRole('button', { name: /What was applied/ }).click();
  const check = page.getByRole('region', { name: 'What was applied' });
  for (const name of [...Object.keys(MORE_FIELDS), 'extra_body'] as (keyof typeof PARAMETERS)[]) {
    await expect(check.getByRole('row', { name: new RegExp(`^${PARAMETERS[name].label}`) })).toBeVisible();
  }
  await expect(check).toContainText('penalize_nl');

  const runs = await (await page.request.get('/api/runs?limit=1')).json();
  const [{ id }] = runs.runs;
  await page.goto(`/history/${id}`);
  await page.getByRole('link', { name: 'Open in playground' }).click();
  await playground.runToEnd();
  expect((await upstream.received(2)).json).toEqual(sent);

  await page.goto(`/compare?runs=${id}`);
  await page.getByRole('button', { name: /^Run all/ }).click();
  expect((await upstream.received(3)).json).toEqual(sent);
});

test('a field that the server refuses is an error at that field, also one of the others', async ({
  playground,
  upstream,
  page,
}) => {
  await openOn(playground, upstream.url);
  await playground.prompt.fill('Once');
  await playground.setParameter('top_k', 3);
  await playground.setParameter('extra_body', { top_a: 2 });

  upstream.enqueue(answers.error(400, 'top_k must be even.', { param: 'top_k' }));
  await playground.run();
  await expect(page.locator('[data-parameter=top_k]').getByRole('alert')).toHaveText('top_k must be even.');

  upstream.enqueue(answers.error(400, 'top_a must be at most 1.', { param: 'top_a' }));
  await playground.run();
  const row = page.locator('[data-parameter=extra_body]');
  await expect(row.getByRole('alert').filter({ hasText: 'top_a must be at most 1.' })).toBeVisible();
  await expect(page.getByText('The server rejected “top_a”')).toBeVisible();
});

test('what is not JSON is said at the field, and keeps the run from starting', async ({
  playground,
  upstream,
  page,
}) => {
  upstream.always(answers.stream([' yes']));
  await openOn(playground, upstream.url);
  await playground.prompt.fill('Once');
  await playground.send('extra_body');
  const field = playground.field('extra_body');
  await field.fill('{"top_a": ');
  await expect(page.locator('[data-parameter=extra_body]')).toContainText("This isn't JSON");
  await playground.run();
  await expect(field).toBeFocused();
  expect(upstream.requests).toHaveLength(0);
  await field.fill('{"temperature": 1}');
  await expect(page.locator('[data-parameter=extra_body]')).toContainText('temperature has its own field.');
  await field.fill('{"top_a": 0.5}');
  // A press right after the button has changed is ignored on purpose.
  await expect(async () => {
    await playground.run();
    await expect.poll(() => upstream.requests.length, { timeout: 3_000 }).toBe(1);
  }).toPass();
  await playground.ended();
  expect((await upstream.received(1)).json).toMatchObject({ top_a: 0.5 });
});

test('OpenAI’s bounds are a note for other servers, and a wall for OpenAI', async ({
  playground,
  upstream,
  page,
}) => {
  upstream.always(answers.stream([' yes']));
  await openOn(playground, upstream.url);
  await playground.prompt.fill('Once');
  await playground.setParameter('logprobs', 12);
  const row = page.locator('[data-parameter=logprobs]');
  await expect(row).toContainText('OpenAI would reject this: Log probabilities must be at most 5.');
  await playground.runToEnd();
  expect((await upstream.received(1)).json).toMatchObject({ logprobs: 12 });
});

test('a prompt of token IDs is sent as such, continued by the practice model, and restored', async ({
  playground,
  page,
}) => {
  await playground.open();
  const asIds = page.getByRole('button', { name: 'Token IDs', exact: true });
  await playground.prompt.fill('Once upon a');
  await asIds.click();
  await expect(playground.prompt).toHaveValue(/^\d+, \d+, \d+$/);
  const ids = (await playground.prompt.inputValue()).split(', ').map(Number);
  // And back, to the same text.
  await asIds.click();
  await expect(playground.prompt).toHaveValue('Once upon a');
  await asIds.click();
  await expect(playground.prompt).toHaveValue(ids.join(', '));
  await playground.setParameter('echo', true);
  await playground.runToEnd();
  await expect(playground.completion).toContainText('Once upon a');
  const { runs } = await (await page.request.get('/api/runs?limit=1')).json();
  const detail = await (await page.request.get(`/api/runs/${runs[0].id}`)).json();
  expect(detail.request.prompt).toEqual(ids);

  await page.reload();
  await expect(page.getByRole('button', { name: 'Token IDs', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await playground.prompt.fill('12 cats');
  const issue = page.getByTitle('Prompt must be text, token IDs, or a list of either.');
  await expect(issue.filter({ visible: true })).toBeVisible();
});

test('a server that cannot convert leaves the prompt as it is, and says so', async ({
  playground,
  upstream,
  page,
}) => {
  await openOn(playground, upstream.url);
  await playground.prompt.fill('Once upon a');
  const asIds = page.getByRole('button', { name: 'Token IDs', exact: true });
  await asIds.click();
  await expect(page.getByText("The server can't convert text to token IDs.")).toBeVisible();
  await expect(playground.prompt).toHaveValue('Once upon a');
  await expect(asIds).toHaveAttribute('aria-pressed', 'false');
  await playground.prompt.fill('');
  await asIds.click();
  await expect(asIds).toHaveAttribute('aria-pressed', 'true');
  await playground.prompt.fill('7454 2402');
  await playground.runToEnd();
  expect((await upstream.received(1)).json).toMatchObject({ prompt: [7454, 2402] });
});
