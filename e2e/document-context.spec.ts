import { expect } from '@playwright/test';
import { answerByPath } from '@/lib/testing/tokenizer-answers';
import { answers } from '@/lib/testing/upstream-answers';
import { DocumentPage } from './support/document';
import { openOnUpstream } from './support/open-on-upstream';
import { test } from './support/test';

const wordsOf = (text: unknown) => String(text).split(/\s+/).filter(Boolean).length;
const TEXT = Array.from({ length: 100 }, (_, at) => `w${at}`).join(' ');

test('a text longer than the model’s context is said before it is sent, and only its end is sent on request', async ({
  page,
  playground,
  upstream,
}) => {
  upstream.alwaysTokens(
    answerByPath({
      '/tokenize': ({ prompt }) => ({
        count: wordsOf(prompt),
        tokens: Array.from({ length: wordsOf(prompt) }, () => 1),
        max_model_len: 64,
      }),
    }),
  );
  await openOnUpstream(playground, upstream);
  await playground.setParameter('max_tokens', 8);
  const document = new DocumentPage(page);
  await document.switchTo();
  await document.write('Once');
  await document.write(`\n${TEXT}`);
  const notice = document.pane
    .getByRole('status')
    .filter({ hasText: "This text (101 tokens) doesn't fit in the model's context of 64 tokens." });
  await expect(notice).toBeVisible();

  // Nothing is cut without a word: what is sent is the whole text.
  upstream.enqueue(answers.error(400, 'Too long.'), answers.stream([' end']), answers.stream([' more']));
  await document.run();
  await expect(page.getByRole('region', { name: 'What went wrong' })).toContainText('Too long.');
  const sent = () => (upstream.requests.at(-1) as { json: { prompt: string } }).json.prompt;
  expect(sent()).toBe(`Once\n${TEXT}`);

  await notice.getByRole('button', { name: 'Send only the end' }).click();
  const cut = document.pane
    .locator('[data-sent-end]')
    .filter({ hasText: 'Only the end of the text is sent' });
  await expect(cut).toContainText('“w');
  const said = await cut.textContent();
  await document.editor.focus();
  await document.run();
  await document.ended();
  const end = sent();
  expect(TEXT.endsWith(end)).toBe(true);
  expect(end).toMatch(/^\s*w\d+ /);
  expect(wordsOf(end)).toBeLessThanOrEqual(56);
  expect(wordsOf(end)).toBeGreaterThan(45);
  expect(said).toContain(`“${end.trimStart().slice(0, 10)}`);
  expect(await document.text()).toBe(`Once\n${TEXT} end`);

  await cut.getByRole('button', { name: 'Send all' }).click();
  await expect(cut).toHaveCount(0);
  await document.editor.focus();
  await document.run();
  await document.ended();
  expect(sent()).toBe(`Once\n${TEXT} end`);
});
