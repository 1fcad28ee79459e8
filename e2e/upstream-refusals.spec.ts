import { expect } from '@playwright/test';
import { answers } from '@/lib/testing/upstream-answers';
import type { Answer } from '@/lib/testing/upstream-wire';
import { expectDraftSaved, problemOn, readyToRun } from './support/faults';
import { test } from './support/test';

const html = '<!doctype html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
const refusals: [string, Answer, { title: string; words: string; raw: string | null }][] = [
  [
    '500',
    answers.error(500, 'CUDA out of memory'),
    {
      title: 'Internal server error',
      words: 'CUDA out of memory',
      raw: '"CUDA out of memory"',
    },
  ],
  [
    '503',
    answers.error(503, 'Loading model'),
    { title: 'The server is overloaded or down', words: 'Loading model', raw: '"Loading model"' },
  ],
  [
    '418',
    answers.error(418, 'I am a teapot'),
    { title: 'The server rejected the request (418)', words: 'I am a teapot', raw: '"I am a teapot"' },
  ],
  [
    'an HTML page (502)',
    answers.body(502, 'text/html', html),
    { title: 'Bad gateway', words: '502 Bad Gateway', raw: html },
  ],
  [
    'an empty body (404)',
    answers.body(404, null, ''),
    {
      title: 'Model or endpoint not found',
      words: 'The server responded with 404 and an empty body.',
      raw: null,
    },
  ],
  [
    'plain text (500)',
    answers.body(500, 'text/plain', 'upstream connect error'),
    {
      title: 'Internal server error',
      words: 'upstream connect error',
      raw: 'upstream connect error',
    },
  ],
];
test.describe('a refusal', () => {
  test.beforeEach(({ page, playground, upstream }) => readyToRun(page, playground, upstream.url));

  test('that names a parameter stands at its field, which has the focus', async ({
    page,
    playground,
    upstream,
  }) => {
    const fastApi = {
      detail: [{ loc: ['body', 'max_tokens'], msg: 'Input should be greater than 0', type: 'greater_than' }],
    };
    upstream.enqueue(
      answers.error(400, 'temperature must be below 1.', { param: 'temperature' }),
      answers.body(422, 'application/json', JSON.stringify(fastApi)),
    );
    await playground.setParameter('temperature', 1.5);
    await playground.runToEnd('failed');
    const temperature = playground.parameters.getByRole('textbox', { name: 'Temperature' });
    await expect(temperature).toBeFocused();
    await expect(temperature).toHaveAccessibleDescription('temperature must be below 1.');
    await expect(problemOn(page)).toContainText('The server rejected “Temperature”');
    await playground.prompt.focus();
    await page.getByRole('button', { name: 'Go to the field' }).click();
    await expect(temperature).toBeFocused();

    // Changing the value clears the error.
    await temperature.fill('0.5');
    await temperature.press('Enter');
    await expect(temperature).toHaveAccessibleDescription('');
    await playground.runToEnd('failed');
    const maxTokens = playground.parameters.getByRole('textbox', { name: 'Max tokens' });
    await expect(maxTokens).toBeFocused();
    await expect(maxTokens).toHaveAccessibleDescription('max_tokens: Input should be greater than 0');
    await expectDraftSaved(playground);
  });

  for (const [status, title] of [
    [401, 'Authentication failed'],
    [403, 'Access denied'],
  ] as const) {
    test(`of the key (${status}) leads to the connection and back to the draft`, async ({
      page,
      playground,
      upstream,
    }) => {
      upstream.always(answers.error(status, 'Not with this key.'));
      await playground.runToEnd('failed');
      await expect(problemOn(page)).toContainText(title);
      await expect(problemOn(page)).toContainText('Not with this key.');
      await problemOn(page).getByRole('link', { name: 'Open the connection' }).click();
      await expect(page.getByRole('dialog', { name: 'Edit Faulty' })).toBeVisible();
      await expect(page.getByLabel('New key')).toBeEmpty();
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'Playground', exact: true }).click();
      await expect(playground.prompt).toHaveValue(/^A draft that must outlive/);
    });
  }

  test('for now (429) counts down Retry-After, and then runs again', async ({
    page,
    playground,
    upstream,
  }) => {
    upstream.enqueue(answers.error(429, 'Slow down.', { headers: { 'retry-after': '3' } }));
    await playground.runToEnd('failed');
    const timer = page.getByRole('timer');
    await expect(timer).toHaveText(/^Run again in [123] s$/);
    await expect(timer).toHaveText('Run again in 1 s');
    await page.getByRole('button', { name: 'Run again' }).click();
    await playground.ended();
    await expect(playground.completion).toHaveText('Once upon a time');
    await expect(problemOn(page)).toBeHidden();
    expect(upstream.requests).toHaveLength(2);
  });

  test('of any kind has a message, with the raw answer one click away, and the draft stays', async ({
    page,
    playground,
    upstream,
  }) => {
    for (const [what, answer, { title, words, raw }] of refusals) {
      await test.step(what, async () => {
        upstream.always(answer);
        await playground.runToEnd('failed');
        await expect(problemOn(page)).toContainText(title);
        await expect(problemOn(page)).toContainText(words);
        const summary = problemOn(page).getByText(/^Raw response \(\d+\)$/);
        if (raw === null) return expect(summary).toHaveCount(0);
        await expect(problemOn(page).locator('pre')).toBeHidden();
        await summary.click();
        await expect(problemOn(page).locator('pre')).toContainText(raw);
      });
    }
    await expectDraftSaved(playground);
  });
});
