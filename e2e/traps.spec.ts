import { expect, type Page } from '@playwright/test';
import { answers } from '@/lib/testing/upstream-answers';
import { expectAccessible } from './support/accessible';
import { startGuest } from './support/guest';
import { openOnUpstream } from './support/open-on-upstream';
import { test } from './support/test';

/** What often spoils a completion is said under the prompt, with its reason and a press that mends it. */

const notice = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text });
const MISSES = /so the stop sequence won't match Human: right after it/;
const ECHOED = /Contains the stop sequence ###, and echo puts it in the output/;

test('a newline that a stop sequence begins with is said, trimmed with one press, and no false alarm', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.setParameter('stop', ['\nHuman:']);
  await playground.prompt.fill('Human: hi\nBot: hello');
  // White space brings the code of the notices; this text has neither trap.
  await playground.prompt.fill('Human: hi\nBot: hello ');
  await expect(notice(page, 'which usually hurts completions')).toBeVisible();
  await expect(notice(page, MISSES)).toHaveCount(0);
  await playground.prompt.fill('Human: hi\nBot: hello\n');
  await expect(notice(page, MISSES)).toBeVisible();
  await expectAccessible(page, 'a trap under the prompt');
  await notice(page, MISSES).getByRole('button', { name: 'Trim' }).press('Enter');
  await expect(playground.prompt).toHaveValue('Human: hi\nBot: hello');
  await expect(notice(page, MISSES)).toHaveCount(0);
  // Without the newline at its beginning the stop sequence is matched there.
  await playground.prompt.fill('Human: hi\nBot: hello\n');
  await expect(notice(page, MISSES)).toBeVisible();
  await playground.setParameter('stop', ['Human:']);
  await expect(notice(page, MISSES)).toHaveCount(0);
});

test('a dismissed notice stays away until what it says happens anew', async ({ page, playground }) => {
  await playground.open();
  await playground.prompt.fill('Once ');
  const space = notice(page, 'which usually hurts completions');
  await space.getByRole('button', { name: 'Dismiss' }).click();
  await expect(space).toHaveCount(0);
  await playground.prompt.fill('Once upon ');
  await playground.send('echo');
  await expect(space).toHaveCount(0);
  // From one text to another that has it as well nothing has happened anew; here it has.
  await playground.prompt.fill('Once upon a');
  await expect(space).toHaveCount(0);
  await playground.prompt.fill('Once upon a ');
  await expect(space).toBeVisible();
});

test('a stop sequence in the prompt is a trap with echo alone', async ({ page, playground }) => {
  await playground.open();
  await playground.setParameter('stop', ['###']);
  await playground.prompt.fill('Q: 1\nA: 2\n###\nQ: 3\nA:');
  await playground.send('seed');
  await expect(notice(page, ECHOED)).toHaveCount(0);
  await playground.setParameter('echo', true);
  await expect(notice(page, ECHOED)).toBeVisible();
  await notice(page, ECHOED).getByRole('button', { name: 'Turn off echo' }).click();
  await expect(notice(page, ECHOED)).toHaveCount(0);
  await expect(
    playground.parameters.getByRole('switch', { name: 'Send Echo', exact: true }),
  ).not.toBeChecked();
});

test('max tokens beyond the context that the model list gives are set to what is left', async ({
  page,
  playground,
  upstream,
}) => {
  const list = { object: 'list', data: [{ id: 'test-model', object: 'model', max_model_len: 512 }] };
  upstream.alwaysModels(answers.body(200, 'application/json', JSON.stringify(list)));
  const guest = await startGuest(page.request);
  await guest.addConnection({ name: 'Local server', baseUrl: upstream.url, isDefault: true });
  await playground.open();
  await playground.prompt.fill('Once upon a time');
  await expect(page.getByRole('button', { name: '16 characters · about 4 tokens of 512' })).toBeVisible();
  const over = notice(page, "Max tokens (600) don't fit in the model's context of 512 tokens.");
  // The tokens are estimated: only what is too much with any prompt is said.
  await playground.setParameter('max_tokens', 510);
  await expect(notice(page, "don't fit in the model's context")).toHaveCount(0);
  await playground.setParameter('max_tokens', 600);
  await over.getByRole('button', { name: 'Use 508' }).click();
  await expect(over).toHaveCount(0);
  await expect(playground.field('max_tokens')).toHaveValue('508');
});

test('an answer that repeats the prompt is said, and appended without it', async ({
  playground,
  upstream,
}) => {
  const PROMPT = 'The lighthouse keeper said';
  const note = playground.output.getByText('The output repeats the prompt, although echo is off');
  await openOnUpstream(playground, upstream);
  upstream.enqueue(answers.asRequested(' nothing at all.'));
  await playground.prompt.fill(PROMPT);
  await playground.runToEnd();
  await expect(playground.completion).toHaveText('nothing at all.');
  await expect(note).toHaveCount(0);

  upstream.enqueue(answers.asRequested(`${PROMPT} nothing at all.`));
  await playground.runToEnd();
  await expect(note).toBeVisible();
  await playground.output.getByRole('button', { name: 'Append without the prompt, completion' }).click();
  await expect(playground.prompt).toHaveValue(`${PROMPT} nothing at all.`);

  await playground.prompt.fill(PROMPT);
  upstream.enqueue(answers.asRequested(`${PROMPT} nothing at all.`));
  await playground.runToEnd();
  await expect(note).toBeVisible();
  await playground.output.getByRole('button', { name: 'Dismiss' }).click();
  await expect(note).toHaveCount(0);

  // Asked for, it is no surprise.
  await playground.setParameter('echo', true);
  upstream.enqueue(answers.asRequested(`${PROMPT} nothing at all.`));
  await playground.runToEnd();
  await expect(playground.completion).toHaveText(`${PROMPT} nothing at all.`);
  await expect(note).toHaveCount(0);
});
