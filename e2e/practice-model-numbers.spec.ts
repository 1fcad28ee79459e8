import { expect } from '@playwright/test';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { Token } from '@/lib/protocol/run/run-events';
import type { Choice } from '@/lib/protocol/run/run-state';
import { type Guest, startGuest } from './support/guest';
import { test } from './support/test';

/** The practice model's promises, measured through the app's own API as the page uses it. */

const STORY = 'Once upon a time there was a';
let guest: Guest;
test.beforeEach(async ({ request }) => {
  guest = await startGuest(request);
});

async function choicesOf(request: Partial<CompletionRequest>): Promise<readonly Choice[]> {
  return (await guest.complete({ prompt: STORY, ...request })).choices;
}

async function choiceOf(request: Partial<CompletionRequest>): Promise<Choice> {
  const [choice] = await choicesOf(request);
  if (!choice) throw new Error('No choice came back.');
  return choice;
}

async function tokensOf(request: Partial<CompletionRequest>): Promise<readonly Token[]> {
  return (await choiceOf({ logprobs: 5, ...request })).tokens ?? [];
}

async function idOf(text: string): Promise<string> {
  const tokens = await guest.practiceTokens(text);
  expect(tokens.map((token) => token.text)).toEqual([text]);
  return String(tokens[0]?.id);
}

/** The log-probability of a text at one token: the sampled one, or among the alternatives. */
function logprobAt(token: Token | undefined, text: string): number {
  const found =
    token?.text === text ? token.logprob : token?.top.find((other) => other.text === text)?.logprob;
  if (found === undefined || found === null) throw new Error(`No probability of “${text}” was given.`);
  return found;
}

function mean(tokens: readonly Token[] | null): number {
  if (!tokens || tokens.length === 0) return Number.NEGATIVE_INFINITY;
  return tokens.reduce((sum, token) => sum + (token.logprob ?? 0), 0) / tokens.length;
}

for (const stream of [true, false]) {
  test(`alternatives sum to at most 1 and hold the greedy token first, ${stream ? 'streamed' : 'whole'}`, async () => {
    const { text, tokens } = await choiceOf({ stream, logprobs: 5, seed: 3, max_tokens: 40 });
    expect(tokens?.map((token) => token.text).join('')).toBe(text);
    for (const { top, logprob } of tokens ?? []) {
      expect(top.length).toBeGreaterThanOrEqual(5);
      expect(top.reduce((sum, other) => sum + Math.exp(other.logprob), 0)).toBeLessThanOrEqual(1 + 1e-9);
      expect(top.some((other) => other.logprob === logprob)).toBe(true);
    }
    for (const token of await tokensOf({ stream, temperature: 0, max_tokens: 40 })) {
      expect(token.logprob).toBe(Math.max(...token.top.map((other) => other.logprob)));
    }
  });
}

test('the seed decides the text, and temperature 0 makes it the greedy one whatever the seed', async () => {
  const text = async (request: Partial<CompletionRequest>) =>
    (await choiceOf({ max_tokens: 40, ...request })).text;
  expect(await text({ seed: 5, stream: true })).toBe(await text({ seed: 5, stream: false }));
  expect(await text({ seed: 6 })).not.toBe(await text({ seed: 5 }));
  expect(await text({ seed: 6, temperature: 0 })).toBe(await text({ seed: 5, temperature: 0 }));
});

test('logit_bias −100 bans a token and +100 forces it', async () => {
  const [first] = await tokensOf({ temperature: 0, max_tokens: 30 });
  const id = await idOf(first?.text ?? '');
  const banned = await tokensOf({ temperature: 0, max_tokens: 30, logit_bias: { [id]: -100 } });
  expect(banned.length).toBeGreaterThan(0);
  expect(banned.map((token) => token.text)).not.toContain(first?.text);
  const forced = await choiceOf({ max_tokens: 3, logit_bias: { [await idOf(' kettle')]: 100 } });
  expect(forced.text).toBe(' kettle kettle kettle');
});

test('best_of 5 returns the highest mean log-probability of five', async () => {
  for (const seed of [1, 2, 3]) {
    const request = { seed, temperature: 1.2, max_tokens: 25, logprobs: 0 };
    const five = await choicesOf({ ...request, n: 5 });
    const best = [...five].sort((a, b) => mean(b.tokens) - mean(a.tokens))[0];
    expect((await choiceOf({ ...request, best_of: 5 })).text).toBe(best?.text);
  }
});

test('penalties lower a token by their definition: once for its presence, and each time it came', async () => {
  const the = await idOf(' the');
  // A moderate bias makes every text “ the the the …”, so that only the penalties distinguish the runs.
  const request = { temperature: 0, max_tokens: 4, logit_bias: { [the]: 20 } };
  const plain = await tokensOf(request);
  for (const penalties of [
    { frequency_penalty: 0.75 },
    { presence_penalty: 1.5 },
    { frequency_penalty: -0.5, presence_penalty: 2 },
  ]) {
    const { frequency_penalty: frequency = 0, presence_penalty: presence = 0 } = penalties;
    const penalised = await tokensOf({ ...request, ...penalties });
    expect(penalised.map((token) => token.text)).toEqual(plain.map((token) => token.text));
    for (const [count, token] of penalised.entries()) {
      const before = plain[count];
      const other = token.top.find((entry) => entry.text !== ' the')?.text ?? '';
      const lowered =
        logprobAt(before, ' the') -
        logprobAt(before, other) -
        (logprobAt(token, ' the') - logprobAt(token, other));
      expect(lowered).toBeCloseTo(frequency * count + (count > 0 ? presence : 0), 6);
    }
  }
});

test('top_p keeps the likeliest tokens that add up to it, and samples among all of those', async () => {
  const request = { prompt: 'She looked at the', n: 100, max_tokens: 1, seed: 11 };
  const [token] = await tokensOf({ ...request, n: 1, temperature: 0 });
  const nucleus: string[] = [];
  let sum = 0;
  for (const { text, logprob } of token?.top ?? []) {
    if (sum >= 0.45) break;
    nucleus.push(text);
    sum += Math.exp(logprob);
  }
  expect(sum).toBeGreaterThanOrEqual(0.45);
  const firsts = async (top_p: number) =>
    new Set((await choicesOf({ ...request, top_p })).map((choice) => choice.text));
  expect([...(await firsts(0.45))].sort()).toEqual([...nucleus].sort());
  expect((await firsts(1)).size).toBeGreaterThan(nucleus.length);
  expect([...(await firsts(1e-9))]).toEqual([nucleus[0]]);
});

test('echo returns the prompt and, with max_tokens 0, its probabilities alone', async () => {
  const choice = await choiceOf({ echo: true, logprobs: 2, max_tokens: 0 });
  expect(choice.text).toBe(STORY);
  expect(choice.tokens?.map((token) => token.text).join('')).toBe(STORY);
  expect(choice.tokens?.map((token) => token.logprob === null)).toEqual(
    choice.tokens?.map((_, index) => index === 0),
  );
});

const SEEDS = 20;

test('a suffix is led into: it is likelier after the filled gap than after a text that ignores it', async () => {
  const prompt = 'In the morning there was a letter on the table.';
  const suffix = ' She put it in her pocket and walked down to the harbor.';
  const likelihoodAfter = async (middle: string) => {
    const request = { prompt: prompt + middle + suffix, echo: true, max_tokens: 0, logprobs: 0 };
    const { tokens } = await choiceOf(request);
    const entry = tokens?.filter((_, index) => lengthOf(tokens.slice(0, index)) >= (prompt + middle).length);
    return entry?.slice(0, 4).reduce((total, token) => total + (token.logprob ?? 0), 0) ?? 0;
  };
  let gained = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const request = { prompt, seed, max_tokens: 24 };
    const filled = await choiceOf({ ...request, suffix });
    expect(await choiceOf({ ...request, suffix })).toEqual(filled);
    gained += (await likelihoodAfter(filled.text)) - (await likelihoodAfter((await choiceOf(request)).text));
  }
  expect(gained / SEEDS).toBeGreaterThan(1);
});

test('two prompts with n = 2 give the indexes 0 to 3, two a prompt', async () => {
  const prompt = [STORY, 'def mean(values):\n'];
  for (const stream of [true, false]) {
    const choices = await choicesOf({ prompt, n: 2, echo: true, max_tokens: 8, stream });
    expect(choices.map((choice) => choice.index)).toEqual([0, 1, 2, 3]);
    expect(choices.map((choice) => choice.text.startsWith(STORY))).toEqual([true, true, false, false]);
  }
});

function lengthOf(tokens: readonly Token[]): number {
  return tokens.reduce((sum, token) => sum + token.text.length, 0);
}
