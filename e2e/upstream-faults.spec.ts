import { expect } from '@playwright/test';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import type { Answer } from '@/lib/testing/upstream-wire';
import { expectDraftSaved, problemOn, readyToRun } from './support/faults';
import { test } from './support/test';

/** The answer, the run's status, and the message that is shown. */
const endings: [string, Answer, 'complete' | 'truncated' | 'failed', string | null][] = [
  [
    'an error inside the stream',
    answers.errorInStream('Out of memory', ['Some', ' text']),
    'failed',
    'Out of memory',
  ],
  [
    'a cut in the middle of an event',
    answers.cutMidEvent(['Some', ' text']),
    'truncated',
    'The connection dropped',
  ],
  [
    'an end without an end mark',
    answers.withoutEnd(['Some', ' text']),
    'truncated',
    'The response was cut off',
  ],
  ['fewer bytes than promised', answers.lyingLength(['Some', ' text']), 'truncated', null],
  ['JSON where a stream was asked for', answers.plain('Some text'), 'complete', null],
  ['a finish reason and no [DONE]', answers.withoutDone(['Some', ' text']), 'complete', null],
];

test('text that had arrived stays, on the page and in the history, however the answer ends', async ({
  page,
  playground,
  upstream,
}) => {
  await readyToRun(page, playground, upstream.url);
  for (const [what, answer, status, message] of endings) {
    await test.step(what, async () => {
      upstream.always(answer);
      await playground.runToEnd(status);
      await expect(playground.completion).toHaveText('Some text');
      if (message === null) await expect(problemOn(page)).toHaveCount(status === 'complete' ? 0 : 1);
      else await expect(problemOn(page)).toContainText(message);
      await expectDraftSaved(playground);
      // From the row this time, not from the page's memory.
      await expect(playground.completion).toHaveText('Some text');
      await playground.ended(status);
    });
  }
});

test('an error that comes while text streams leaves the text and says what happened', async ({
  page,
  playground,
  upstream,
}) => {
  await readyToRun(page, playground, upstream.url);
  const stream = steppedStream();
  upstream.always(stream.answer);
  await playground.run();
  await stream.begun;
  stream.text('The first words');
  await expect(playground.completion).toHaveText('The first words');
  await expect(playground.stopButton).toBeVisible();
  stream.cut();
  await playground.ended('truncated');
  await expect(playground.completion).toHaveText('The first words');
  await expect(problemOn(page)).toContainText('Text received so far is kept.');
  await expect(playground.runButton).toBeVisible();
});

test('a connection that is reset, or refused, is reported as such, and running again works', async ({
  page,
  playground,
  upstream,
}) => {
  await readyToRun(page, playground, upstream.url);
  upstream.enqueue(answers.reset());
  await playground.runToEnd('failed');
  await expect(problemOn(page)).toContainText('closed the connection without a response');
  // A press right after the button came is ignored on purpose.
  await expect(async () => {
    await problemOn(page).getByRole('button', { name: 'Run again' }).click({ timeout: 2_000 });
    await expect(problemOn(page)).toBeHidden({ timeout: 2_000 });
  }).toPass();
  await playground.ended();
  await expect(playground.completion).toHaveText('Once upon a time');

  await upstream.close();
  await playground.runToEnd('failed');
  await expect(problemOn(page)).toContainText('Connection refused');
  await expect(problemOn(page)).toContainText('refused the connection');
  await expect(problemOn(page).getByRole('link', { name: 'Open the connection' })).toBeVisible();
  await expectDraftSaved(playground);
});

test('a server that cannot list its models still takes a model by name', async ({
  page,
  playground,
  upstream,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 503 .*\/models/);
  upstream.alwaysModels(answers.body(502, 'text/html', '<title>Bad Gateway</title>'));
  await readyToRun(page, playground, upstream.url);
  await playground.runToEnd();
  expect((await upstream.received(1)).json).toMatchObject({ model: 'test-model' });
});

test('probabilities that were requested and did not come are reported, and the text stays', async ({
  page,
  playground,
  upstream,
}) => {
  await readyToRun(page, playground, upstream.url);
  await playground.setParameter('logprobs', 3);
  await playground.runToEnd();
  expect((await upstream.received(1)).json).toMatchObject({ logprobs: 3 });
  await expect(playground.output).toContainText('the server returned none');
  await expect(playground.completion).toHaveText('Once upon a time');
  await page.getByRole('button', { name: /What was applied/ }).click();
  const row = page.getByRole('row', { name: /Log probabilities/ });
  await expect(row).toContainText('Requested 3, returned none.');
});
