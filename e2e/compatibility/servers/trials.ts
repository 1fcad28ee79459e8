import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { TEXTS_OF_MANY_SCRIPTS } from '@/lib/testing/many-scripts';
import type { Ask, AskApi, Outcome } from './through-app';
import { PROMPT } from './through-app';
import type { Screen } from './through-page';

export interface Verdict {
  readonly result: 'applied' | 'accepted' | 'ignored' | 'refused' | 'broken' | 'not sent';
  readonly note: string;
}

export interface Given {
  readonly ask: Ask;
  readonly askApi: AskApi;
  /** Sends the same body to the server itself; the texts of its answer. */
  readonly askServer: (body: Readonly<Record<string, unknown>>) => Promise<readonly string[]>;
  /** The server's address without `/v1`. */
  readonly origin: string;
  /** The playground in a browser; null: there is none. */
  readonly screen: Screen | null;
}

export interface Trial {
  readonly label: string;
  run(given: Given): Promise<Verdict>;
}

/** Always the likeliest token, so that two answers differ only by what is tried. */
const GREEDY = { temperature: 0, max_tokens: 24, seed: 1 } as const;

const NO_BROWSER: Verdict = { result: 'not sent', note: 'There is no Chromium (CHROMIUM_PATH).' };

const RESULT_OF = { app: 'not sent', server: 'refused', nobody: 'broken' } as const;

/** What can be said with several answers: each complete, else the refusal of the first that is not. */
async function judged(
  answers: readonly Promise<Outcome>[],
  judge: (...outcomes: Outcome[]) => Verdict['result'] | Verdict,
): Promise<Verdict> {
  const outcomes = await Promise.all(answers);
  const failed = outcomes.find(({ error }) => error !== null);
  if (failed?.error) return { result: RESULT_OF[failed.error.by], note: failed.error.message };
  const verdict = judge(...outcomes);
  return typeof verdict === 'string' ? { result: verdict, note: '' } : verdict;
}

/** One after the other: a server with one slot must not fail for being asked twice. */
async function inTurn(
  ask: Ask,
  requests: readonly Partial<CompletionRequest>[],
): Promise<Promise<Outcome>[]> {
  const outcomes: Promise<Outcome>[] = [];
  for (const request of requests) outcomes.push(Promise.resolve(await ask(request)));
  return outcomes;
}

const textOf = ({ texts }: Outcome) => texts.join('\u0000');
const same = (a: Outcome, b: Outcome) => textOf(a) === textOf(b);

/** Applied when the text is another one with this field than without it. */
function changesText(field: Partial<CompletionRequest>, otherwise: 'accepted' | 'ignored' = 'ignored') {
  return async ({ ask }: Given) =>
    judged(await inTurn(ask, [GREEDY, { ...GREEDY, ...field }]), (without, with_) =>
      same(without, with_) ? otherwise : 'applied',
    );
}

/** The same for a field that only `/v1` takes. */
function changesApiText(field: Record<string, unknown>, from: Record<string, unknown> = GREEDY) {
  return async ({ askApi }: Given) =>
    judged(
      [Promise.resolve(await askApi(from)), Promise.resolve(await askApi({ ...from, ...field }))],
      (without, with_) => (same(without, with_) ? 'ignored' : 'applied'),
    );
}

/** A field that makes sampling greedy: with it two seeds write the same, without it they do not. */
function makesGreedy(field: Record<string, unknown>) {
  const hot = { temperature: 1.5, max_tokens: 24 };
  return async ({ askApi }: Given) => {
    const outcomes: Promise<Outcome>[] = [];
    for (const seed of [1, 2]) outcomes.push(Promise.resolve(await askApi({ ...hot, seed, ...field })));
    return judged(outcomes, (one, two) => (same(one, two) ? 'applied' : 'ignored'));
  };
}

function tokensAddUp({ texts, tokens }: Outcome): string {
  const wrong = tokens.filter(
    (list, at) => list !== null && list.map(({ text }) => text).join('') !== texts[at],
  );
  return wrong.length === 0 ? '' : 'Its tokens do not add up to its text.';
}

/** A piece of what the model writes that can be a stop text: printable, and not at the beginning. */
function pieceOf(text: string): string {
  return /(?<=.{3})[a-zA-Z]{1,3}/s.exec(text)?.[0] ?? '';
}

export const TRIALS: Readonly<Record<string, Trial>> = {
  direct: {
    label: 'The text is the server’s own',
    run: async ({ ask, askServer }) => {
      const cold = { ...GREEDY };
      const hot = { ...GREEDY, temperature: 1.5 };
      const own = [await askServer(cold), await askServer(hot)].map((texts) => texts.join('\u0000'));
      const outcomes = await inTurn(ask, [
        { ...cold, stream: false },
        { ...hot, stream: false },
        { ...cold, stream: true },
        { ...hot, stream: true },
      ]);
      return judged(outcomes, (...found) => {
        const wrong = found.map(textOf).filter((text, at) => text !== own[at % 2]);
        const note =
          wrong.length === 0 ? '' : `It is ${JSON.stringify(wrong)}, the server's ${JSON.stringify(own)}.`;
        return { result: wrong.length === 0 ? 'applied' : 'ignored', note };
      });
    },
  },
  temperature: {
    label: '`temperature`',
    run: async ({ ask }) =>
      judged(
        await inTurn(ask, [
          { ...GREEDY, seed: 1 },
          { ...GREEDY, seed: 2 },
          { ...GREEDY, temperature: 2, seed: 1 },
          { ...GREEDY, temperature: 2, seed: 2 },
        ]),
        (cold, cold2, hot, hot2) => (same(cold, cold2) && !same(hot, hot2) ? 'applied' : 'ignored'),
      ),
  },
  top_p: { label: '`top_p`', run: makesGreedy({ top_p: 0.000001 }) },
  seed: {
    label: '`seed`',
    run: async ({ ask }) => {
      const hot = { temperature: 1.5, max_tokens: 24 };
      return judged(
        await inTurn(ask, [
          { ...hot, seed: 5 },
          { ...hot, seed: 5 },
          { ...hot, seed: 6 },
        ]),
        (one, again, other) => (same(one, again) && !same(one, other) ? 'applied' : 'ignored'),
      );
    },
  },
  max_tokens: {
    label: '`max_tokens`',
    run: async ({ ask }) =>
      judged(
        await inTurn(ask, [
          { ...GREEDY, max_tokens: 3 },
          { ...GREEDY, max_tokens: 9 },
        ]),
        (few, more) => {
          const counts = [few, more].map(({ usage }) => usage?.completionTokens ?? 0);
          const [three = 0, nine = 0] = counts;
          const isObeyed = three < nine && nine <= 10 && few.finishReasons[0] === 'length';
          const note = three === 3 && nine === 9 ? '' : `It counts ${three} for 3, and ${nine} for 9.`;
          return { result: isObeyed ? 'applied' : 'ignored', note };
        },
      ),
  },
  stop: {
    label: '`stop`',
    run: async ({ ask }) => {
      const whole = await ask(GREEDY);
      const piece = pieceOf(textOf(whole));
      return judged([ask({ ...GREEDY, stop: [piece] })], (stopped) => {
        const text = textOf(whole);
        return textOf(stopped) === text.slice(0, text.indexOf(piece)) && stopped.finishReasons[0] === 'stop'
          ? 'applied'
          : 'ignored';
      });
    },
  },
  stops5: {
    label: '`stop` with five texts',
    run: async ({ ask, askApi }) => {
      const text = textOf(await ask(GREEDY));
      const piece = pieceOf(text);
      const stop = ['1zz', '2zz', '3zz', '4zz', piece];
      return judged([askApi({ ...GREEDY, stop })], (stopped) =>
        textOf(stopped) === text.slice(0, text.indexOf(piece)) ? 'applied' : 'ignored',
      );
    },
  },
  suffix: { label: '`suffix`', run: changesText({ suffix: ' and the ships went home' }) },
  n: {
    label: '`n`',
    run: async ({ ask }) =>
      judged([ask({ temperature: 1, max_tokens: 6, n: 2, stream: false })], ({ texts }) =>
        texts.length === 2 && texts.every((text) => text !== '') ? 'applied' : 'ignored',
      ),
  },
  n_streamed: {
    label: '`n`, streamed',
    run: async ({ ask }) =>
      judged([ask({ temperature: 1, max_tokens: 6, n: 2, stream: true })], ({ texts }) =>
        texts.length === 2 && texts.every((text) => text !== '') ? 'applied' : 'ignored',
      ),
  },
  best_of: {
    label: '`best_of`',
    run: async ({ ask }) =>
      judged([ask({ temperature: 1, max_tokens: 6, best_of: 3, stream: false })], ({ usage }) =>
        (usage?.completionTokens ?? 0) > 6 ? 'applied' : 'ignored',
      ),
  },
  frequency_penalty: {
    label: '`frequency_penalty`',
    run: changesText({ frequency_penalty: 2, max_tokens: 100 }),
  },
  presence_penalty: {
    label: '`presence_penalty`',
    run: changesText({ presence_penalty: 2, max_tokens: 100 }),
  },
  logit_bias: {
    label: '`logit_bias`',
    run: async ({ ask }) =>
      judged([ask({ ...GREEDY, max_tokens: 4, logit_bias: { '257': 100 } })], (biased) =>
        textOf(biased) === 'thethethethe' ? 'applied' : 'ignored',
      ),
  },
  logprobs: {
    label: '`logprobs`',
    run: async ({ ask }) =>
      judged([ask({ ...GREEDY, logprobs: 3, stream: false })], (outcome) => {
        const [tokens] = outcome.tokens;
        if (!tokens) return 'ignored';
        const most = Math.max(...tokens.map(({ top }) => top.length));
        return { result: most >= 3 ? 'applied' : 'ignored', note: tokensAddUp(outcome) };
      }),
  },
  logprobs_streamed: {
    label: '`logprobs`, streamed',
    run: async ({ ask }) =>
      judged([ask({ ...GREEDY, logprobs: 3, stream: true })], (outcome) =>
        outcome.tokens[0] ? { result: 'applied', note: tokensAddUp(outcome) } : 'ignored',
      ),
  },
  bytes: {
    label: '`logprobs` of tokens that are parts of characters',
    run: async ({ ask }) => {
      const hot = { temperature: 2, max_tokens: 60, logprobs: 1, seed: 3 };
      return judged(
        await inTurn(ask, [
          { ...hot, stream: false },
          { ...hot, stream: true },
        ]),
        (plain, streamed) => ({
          result: plain.tokens[0] || streamed.tokens[0] ? 'applied' : 'ignored',
          note: tokensAddUp(plain) || tokensAddUp(streamed),
        }),
      );
    },
  },
  logprobs10: {
    label: '`logprobs: 10`',
    run: async ({ askApi }) => judged([askApi({ ...GREEDY, logprobs: 10 })], () => 'accepted'),
  },
  echo: {
    label: '`echo`',
    run: async ({ ask }) =>
      judged([ask({ ...GREEDY, echo: true, stream: false })], (outcome) =>
        textOf(outcome).startsWith(PROMPT) ? 'applied' : 'ignored',
      ),
  },
  scoring: {
    label: 'Scoring: `echo`, `logprobs`, `max_tokens: 0`',
    run: async ({ ask }) =>
      judged([ask({ temperature: 0, max_tokens: 0, echo: true, logprobs: 1, stream: false })], (outcome) => {
        const [tokens] = outcome.tokens;
        const isScored = textOf(outcome) === PROMPT && tokens?.map(({ text }) => text).join('') === PROMPT;
        return isScored
          ? 'applied'
          : { result: 'ignored', note: `It answers ${JSON.stringify(textOf(outcome))}.` };
      }),
  },
  stream: {
    label: '`stream`',
    run: async ({ ask }) =>
      judged(
        await inTurn(ask, [
          { ...GREEDY, stream: false },
          { ...GREEDY, stream: true },
        ]),
        (plain, streamed) => {
          if (!same(plain, streamed))
            return { result: 'applied', note: 'Its text differs from the plain one.' };
          return streamed.form === 'stream' ? 'applied' : 'ignored';
        },
      ),
  },
  usage: {
    label: '`stream_options.include_usage`',
    run: async ({ ask }) =>
      judged(
        await inTurn(ask, [
          { ...GREEDY, stream: false },
          { ...GREEDY, stream: true },
          { ...GREEDY, stream: true, stream_options: { include_usage: true } },
        ]),
        (plain, without, withUsage) => {
          if (withUsage.usage === null) return 'ignored';
          const isSame = JSON.stringify(plain.usage) === JSON.stringify(withUsage.usage);
          const note = isSame ? '' : 'The counts differ from the plain answer’s.';
          return { result: without.usage === null ? 'applied' : 'accepted', note };
        },
      ),
  },
  user: {
    label: '`user`',
    run: async ({ ask }) => judged([ask({ ...GREEDY, user: 'someone' })], () => 'accepted'),
  },
  prompts: {
    label: 'A list of prompts',
    run: async ({ ask }) =>
      judged([ask({ ...GREEDY, prompt: [PROMPT, 'the sea'], stream: false })], ({ texts, usage }) => ({
        result: texts.length === 2 && texts.every((text) => text !== '') ? 'applied' : 'broken',
        note: usage?.completionTokens === GREEDY.max_tokens ? 'Its usage counts the first choice only.' : '',
      })),
  },
  prompts_streamed: {
    label: 'A list of prompts, streamed',
    run: async ({ ask }) =>
      judged([ask({ ...GREEDY, prompt: [PROMPT, 'the sea'], stream: true })], ({ texts }) =>
        texts.length === 2 && texts.every((text) => text !== '') ? 'applied' : 'broken',
      ),
  },
  ids: {
    label: 'A prompt as token ids',
    run: async ({ askApi }) => {
      const given = (prompt: unknown) => askApi({ ...GREEDY, prompt });
      return judged([given('the'), given([257]), given([[257], [257]])], (text, ids, lists) =>
        same(text, ids) && lists.texts.length === 2 ? 'applied' : 'ignored',
      );
    },
  },
  wide: {
    label: '`max_tokens: -1`, `stop: []`',
    run: async ({ askApi }) =>
      judged(
        [askApi({ temperature: 0, max_tokens: -1, stop: [], grammar: 'root ::= "yes"' })],
        () => 'accepted',
      ),
  },
  top_k: { label: '`top_k`', run: makesGreedy({ top_k: 1 }) },
  min_p: { label: '`min_p`', run: makesGreedy({ min_p: 1 }) },
  typical_p: {
    label: '`typical_p`',
    run: changesApiText({ typical_p: 0.05 }, { temperature: 1, max_tokens: 24, seed: 3 }),
  },
  repetition_penalty: {
    label: '`repetition_penalty`',
    run: changesApiText({ repetition_penalty: 1.9 }, { ...GREEDY, max_tokens: 100 }),
  },
  repeat_penalty: {
    label: '`repeat_penalty` (llama.cpp’s name)',
    run: changesApiText({ repeat_penalty: 1.9 }, { ...GREEDY, max_tokens: 100 }),
  },
  grammar: { label: '`grammar`', run: changesApiText({ grammar: 'root ::= "yes"' }) },
  unknown: {
    label: 'A field that nobody knows',
    run: async ({ askApi }) => judged([askApi({ ...GREEDY, no_such_field: 1 })], () => 'accepted'),
  },
  tokenizer: {
    label: 'Its tokenizer',
    run: async ({ origin }) => {
      const places = [
        ['/tokenize', { content: PROMPT }],
        ['/extras/tokenize', { input: PROMPT }],
      ] as const;
      for (const [place, body] of places) {
        const answer = await fetch(`${origin}${place}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        if (answer.ok) return { result: 'accepted', note: `At \`POST ${place}\`, beside \`/v1\`.` };
      }
      return { result: 'ignored', note: 'It has none.' };
    },
  },
  page_counts: {
    label: 'The count beside the prompt, of 20 texts',
    run: async ({ ask, screen }) => {
      if (screen === null) return NO_BROWSER;
      const wrong: string[] = [];
      for (const given of TEXTS_OF_MANY_SCRIPTS) {
        // A field shows every line break as LF.
        const text = given.replaceAll('\r\n', '\n');
        const count = await screen.countOf(text);
        if (count === null)
          return { result: 'ignored', note: 'It has no tokenizer: the count is an estimate.' };
        const { usage } = await ask({ prompt: text, max_tokens: 1, stream: false });
        if (usage?.promptTokens !== count) wrong.push(`${count} for ${usage?.promptTokens}: ${text}`);
      }
      return { result: wrong.length === 0 ? 'applied' : 'broken', note: wrong.join(' ') };
    },
  },
  page_bias: {
    label: 'The bias editor bans a word, and forces it',
    run: async ({ screen }) => {
      if (screen === null) return NO_BROWSER;
      if ((await screen.countOf(PROMPT)) === null) return { result: 'ignored', note: 'It has no tokenizer.' };
      const runs = await screen.banAndForce(PROMPT);
      if (runs === null) return { result: 'ignored', note: 'No word of its text is one token.' };
      const { word, plain, banned, forced } = runs;
      const isObeyed =
        plain.includes(word) && !banned.includes(word) && forced !== '' && forced.replaceAll(word, '') === '';
      return {
        result: isObeyed ? 'applied' : 'broken',
        note: `Word ${JSON.stringify(word)}${isObeyed ? '' : `: ${JSON.stringify([plain, banned, forced])}`}.`,
      };
    },
  },
};
