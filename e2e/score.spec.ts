import { expect, type Page } from '@playwright/test';
import { startReading } from '@/lib/practice/reader';
import { scorePrompt } from '@/lib/practice/scoring';
import { slotsFor } from '@/lib/practice/slots';
import { encode } from '@/lib/practice/tokenizer';
import { answers } from '@/lib/testing/upstream-answers';
import type { Answer } from '@/lib/testing/upstream-wire';
import { comeIn, expectAccessible, expectNothingWider } from './support/accessible';
import { openOnUpstream } from './support/open-on-upstream';
import type { Playground } from './support/playground';
import { test } from './support/test';

const STORY = 'Once upon a time there was a fox.\nShe looked at the grapes, and walked away.';
const OTHER = 'Once upon a time there was an old fox.\nShe looked at the grapes, and walked away.';

const scoreOf = (page: Page) => page.getByRole('region', { name: 'Score' });
const scoreButton = (page: Page) => page.getByRole('button', { name: 'Score this text' });
const panel = (page: Page) => page.locator('body > .floating[aria-hidden]');

/** What the practice model's engine itself says: bits of each token, null for the first. */
function engineBits(text: string): { text: string; bits: number | null }[] {
  return [...scorePrompt(startReading(), encode(text), slotsFor(new Map()), 0)].map((token) => ({
    text: token.text,
    bits: token.logprob === null ? null : -token.logprob / Math.log(2),
  }));
}

function engineScore(text: string) {
  const tokens = engineBits(text);
  const known = tokens.flatMap(({ bits }) => bits ?? []);
  const bits = known.reduce((sum, one) => sum + one, 0);
  return { tokens, bits, mean: bits / known.length, perplexity: 2 ** (bits / known.length) };
}

/** Four digits behind the point below 1; else four in all, and every one before the point. */
function digits(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.00005) return '<0.0001';
  const text =
    size < 1
      ? value.toFixed(4)
      : size < 999.95
        ? value.toPrecision(4)
        : Math.round(value).toLocaleString('en');
  return text.replace('-', '−');
}

function signed(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.00005) return '≈ 0';
  return value > 0 ? `+${digits(value)}` : digits(value);
}

function figures(text: string): string {
  const { bits, mean, perplexity, tokens } = engineScore(text);
  return `Surprisal${digits(bits)} bitsPer token${digits(mean)} bitsPerplexity${digits(perplexity)}Tokens${tokens.length}`;
}

async function score(playground: Playground, text: string): Promise<void> {
  await playground.prompt.fill(text);
  await scoreButton(playground.page).click();
  await expect(playground.completion).toHaveText(text);
  await playground.ended();
}

test('every figure of a scored text is the engine’s own, and stays so after a reload and in the history', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.setParameter('temperature', 0.3);
  await score(playground, STORY);
  await expect(scoreOf(page).locator('dl')).toHaveText(figures(STORY));
  await expect(scoreOf(page)).toContainText('Lower = more expected by the model.');
  await expect(scoreOf(page)).toContainText("The first token has no probability, so it isn't counted.");
  // Nobody asked for text, so nothing is said of how it ended.
  await expect(playground.output.locator('footer')).not.toContainText('Max tokens');
  // The draft's own settings are neither sent nor changed.
  await expect(playground.output.getByText('Changed since')).toHaveCount(0);
  await expect(
    playground.parameters.getByText(/^Sends temperature 0\.3, max tokens 200, streaming\./),
  ).toBeVisible();

  // Token by token, with the keyboard.
  await playground.completion.focus();
  for (const { text, bits } of engineBits(STORY)) {
    await page.keyboard.press('ArrowRight');
    if (text.trim() !== '')
      await expect(playground.output.getByRole('status').filter({ hasText: `“${text.trim()}”` })).toHaveCount(
        1,
      );
    await expect(panel(page)).toContainText(
      bits === null ? 'No probability for this token.' : `Surprisal${digits(bits)} bits`,
    );
  }
  await page.keyboard.press('Escape');

  await expect(playground.output.getByRole('list', { name: 'Color legend' })).toHaveText(
    '1–4 bits4–8 bitsover 8 bits',
  );
  await expectAccessible(page, 'a scored text');

  await page.reload();
  await playground.ready();
  await expect(scoreOf(page).locator('dl')).toHaveText(figures(STORY));
  await expect(playground.completion).toHaveText(STORY);

  // Opened from the history, it brings its text alone: its settings would write nothing more.
  await page.getByRole('button', { name: 'New prompt', exact: true }).click();
  await playground.history.first().click();
  await expect(scoreOf(page).locator('dl')).toHaveText(figures(STORY));
  await expect(playground.prompt).toHaveValue(STORY);
  await expect(
    playground.parameters.getByText(/^Sends temperature 0\.3, max tokens 200, streaming\./),
  ).toBeVisible();

  await page.goto(`/history/${new URL(page.url()).searchParams.get('run')}`);
  await expect(scoreOf(page).locator('dl')).toHaveText(figures(STORY));
});

test('the colors are the surprisal’s steps', async ({ page, playground }) => {
  await playground.open();
  await score(playground, STORY);
  const expected = [0, 0, 0];
  for (const { bits } of engineBits(STORY)) {
    const level = bits === null ? 0 : [1, 4, 8].filter((step) => bits >= step).length;
    if (level > 0) expected[level - 1] = (expected[level - 1] ?? 0) + 1;
  }
  expect(expected.filter((count) => count > 0).length).toBeGreaterThan(1);
  const painted = () =>
    page.evaluate(() =>
      [1, 2, 3].map(
        (level) =>
          (CSS as unknown as { highlights: Map<string, Set<unknown>> }).highlights.get(`token-${level}`)
            ?.size ?? 0,
      ),
    );
  await expect.poll(painted).toEqual(expected);
  await playground.output.getByRole('combobox', { name: 'Token colors' }).selectOption('Colors off');
  await expect.poll(painted).toEqual([0, 0, 0]);
});

test('two texts stand side by side, token for token, with their differences', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill('Once upon a time');
  await playground.setParameter('logprobs', 2);
  await playground.runToEnd();
  await score(playground, OTHER);
  await score(playground, STORY);
  const compare = scoreOf(page).getByRole('button', { name: 'Compare scores' });
  await compare.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Compare scores' });
  await comeIn(dialog);
  const [own, other] = [engineScore(STORY), engineScore(OTHER)];
  const row = (name: string) => dialog.getByRole('row').filter({ hasText: name }).first();
  await expect(row('Surprisal, bits')).toHaveText(
    `Surprisal, bits${digits(own.bits)}${digits(other.bits)}${signed(own.bits - other.bits)}`,
  );
  await expect(row('Per token')).toHaveText(
    `Per token${digits(own.mean)}${digits(other.mean)}${signed(own.mean - other.mean)}`,
  );
  await expect(row('Perplexity')).toHaveText(
    `Perplexity${digits(own.perplexity)}${digits(other.perplexity)}${signed(own.perplexity - other.perplexity)}`,
  );
  await expect(dialog).toContainText('A negative difference means the model expected this text more.');
  await expect(dialog.getByRole('region', { name: 'This text' })).toHaveText(STORY);
  await expect(dialog.getByRole('region', { name: 'Other text' })).toHaveText(OTHER);

  // “ a” is only here, “ an old” only there; “ fox” is in both, after other words.
  const rows = dialog.getByRole('region', { name: 'Token by token' }).getByRole('row');
  const fox = (score: typeof own) => score.tokens.find(({ text }) => text === ' fox')?.bits ?? 0;
  await expect(rows.filter({ hasText: 'fox' })).toHaveText(
    `␣fox${digits(fox(own))}␣fox${digits(fox(other))}${signed(fox(own) - fox(other))}`,
  );
  const words = own.tokens.length + 2;
  await expect(rows).toHaveCount(1 + words);
  await dialog.getByRole('checkbox', { name: 'Only differences' }).check();
  expect(await rows.count()).toBeLessThan(1 + words);
  await expectAccessible(page, 'two scored texts');

  // Another one from the history: the text itself, which is no different.
  await dialog.getByRole('button', { name: 'Choose another run' }).click();
  const picker = page.getByRole('dialog', { name: 'From history' });
  // Only what has a score can be picked, and it is said why something is not there.
  await expect(picker.getByRole('listitem').getByRole('button')).toHaveCount(2);
  await expect(picker).toContainText('1 run has probabilities only for generated text');
  await picker.getByRole('button', { name: /there was a fox/ }).click();
  await expect(row('Surprisal, bits')).toHaveText(`Surprisal, bits${digits(own.bits)}${digits(own.bits)}0`);
  await dialog.getByRole('checkbox', { name: 'Only differences' }).check();
  // The first token, which has no probability.
  await expect(rows).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(compare).toBeFocused();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test('a text is scored and compared by thumb', async ({ page, playground }) => {
    await playground.open();
    for (const text of [OTHER, STORY]) {
      await playground.prompt.fill(text);
      await scoreButton(page).tap();
      await expect(playground.completion).toHaveText(text);
      await expect(scoreOf(page).locator('dl')).toHaveText(figures(text));
    }
    await expectNothingWider(page, 'a scored text');
    await scoreOf(page).getByRole('button', { name: 'Compare scores' }).tap();
    const dialog = page.getByRole('dialog', { name: 'Compare scores' });
    await comeIn(dialog);
    await expect(dialog.getByRole('region', { name: 'Token by token' })).toContainText('␣fox');
    await expectNothingWider(page, 'two scored texts');
    await expectAccessible(page, 'two scored texts on a phone');
  });
});

test('every prompt of a list is scored', async ({ page, playground }) => {
  await playground.open();
  await playground.setPrompts([STORY, OTHER]);
  await scoreButton(page).click();
  await playground.ended();
  const lists = scoreOf(page).locator('dl');
  await expect(lists.nth(0)).toHaveText(figures(STORY));
  await expect(lists.nth(1)).toHaveText(figures(OTHER));
});

test('without a text nothing is sent, and the editor has the focus', async ({ page, playground }) => {
  await playground.open();
  await playground.prompt.fill('');
  await scoreButton(page).click();
  await expect(page.getByText('Write some text to score.')).toBeVisible();
  await expect(playground.prompt).toBeFocused();
  await expect(playground.output.getByText('No run yet')).toBeVisible();
});

interface Scored {
  readonly text: string;
  readonly tokens: readonly (readonly [string, number | null])[] | null;
}

/** A plain answer with these tokens and natural logarithms. */
function answer({ text, tokens }: Scored): Answer {
  const logprobs = tokens && {
    tokens: tokens.map(([token]) => token),
    token_logprobs: tokens.map(([, logprob]) => logprob),
    top_logprobs: tokens.map(([token, logprob]) => (logprob === null ? null : { [token]: logprob })),
    text_offset: tokens.map(() => 0),
  };
  const choices = [{ text, index: 0, logprobs, finish_reason: 'length' }];
  return answers.body(
    200,
    'application/json',
    JSON.stringify({ id: 'c', object: 'text_completion', created: 1, model: 'test-model', choices }),
  );
}

const WITH_ONE: Scored = {
  text: 'Once upon a',
  tokens: [
    ['Once', null],
    [' upon', -2 * Math.log(2)],
    [' a', -7],
  ],
};

test('a server that refuses max_tokens 0 is asked for one token, which is left out', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  upstream.enqueue(answers.error(400, 'max_tokens must be at least 1, got 0.'), answer(WITH_ONE));
  await playground.prompt.fill('Once upon');
  await scoreButton(page).click();
  await expect(scoreOf(page).locator('dl')).toHaveText(
    'Surprisal2.000 bitsPer token2.000 bitsPerplexity4.000Tokens2',
  );
  await expect(scoreOf(page)).toContainText("1 token has been generated and isn't counted.");
  await expect(scoreOf(page)).toContainText(
    'The server rejected max_tokens 0 (“max_tokens must be at least 1, got 0.”), so 1 was sent instead.',
  );
  const sent = { model: 'test-model', prompt: 'Once upon', echo: true, logprobs: 5 };
  expect(upstream.requests.map(({ json }) => json)).toEqual([
    { ...sent, max_tokens: 0 },
    { ...sent, max_tokens: 1 },
  ]);
  // It was no fault of the draft's settings.
  await expect(playground.field('max_tokens')).toHaveAccessibleDescription('');

  // From now on it is asked for one at once.
  upstream.enqueue(answer(WITH_ONE));
  await scoreButton(page).click();
  await upstream.received(3);
  expect(upstream.requests[2]?.json).toEqual({ ...sent, max_tokens: 1 });

  await page.reload();
  await playground.ready();
  await expect(scoreOf(page)).toContainText("1 token has been generated and isn't counted.");
  await expect(scoreOf(page).locator('dl')).toContainText('Surprisal2.000 bits');
});

const REASONS: [string, Answer, RegExp][] = [
  [
    'refuses it',
    answers.error(400, 'echo with logprobs is not supported.'),
    /The server can't score this text: “?echo with logprobs is not supported\./,
  ],
  [
    'gives no probabilities',
    answer({ text: 'Once upon', tokens: null }),
    /returned no probabilities for the prompt/,
  ],
  [
    'gives none for the prompt',
    answer({ text: 'Once upon a', tokens: [[' a', -1]] }),
    /probabilities don't match the prompt/,
  ],
  ['ignores echo', answer({ text: ' a', tokens: [[' a', -1]] }), /ignored echo/],
  ['sends nothing', answer({ text: '', tokens: null }), /returned nothing/],
];

for (const [what, reply, expected] of REASONS) {
  test(`a server that ${what} has no score, and it is said why`, async ({ page, playground, upstream }) => {
    await openOnUpstream(playground, upstream);
    upstream.enqueue(reply);
    await playground.prompt.fill('Once upon');
    await scoreButton(page).click();
    await expect(scoreOf(page)).toHaveText(expected);
    await expect(scoreOf(page).getByRole('button', { name: 'Compare scores' })).toHaveCount(0);
    expect(upstream.requests).toHaveLength(1);
  });
}
