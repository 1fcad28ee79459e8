import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Tokenize, Tokenized } from '@/lib/connections/model/tokens';
import { emptyDraft } from './draft';
import { changeDraft, replaceDraft, setPrompt } from './draft-store';
import { type PromptTokens, watchPromptTokens } from './prompt-tokens';

let answer: (body: Tokenize) => Tokenized;
let shown: PromptTokens[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) =>
    Response.json(answer(JSON.parse(String(init.body)) as Tokenize)),
  );
  shown = [];
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const counting = ({ prompt }: Tokenize): Tokenized => ({
  prompt: prompt.map(({ length }) => ({ count: length })),
  suffix: null,
  max_model_len: 512,
});
const failing = (): Tokenized => ({ prompt: null, suffix: null, max_model_len: null, failure: 'Loading' });
/** Until the pauses are over and the server has answered. */
const settled = () => vi.advanceTimersByTimeAsync(1_000);

function open(prompts: string[], asIds = false) {
  replaceDraft({ ...emptyDraft(), connectionId: 'mine', model: 'm', prompts, asIds });
  stop = watchPromptTokens((tokens) => shown.push(tokens));
  return settled();
}

it('keeps the context length that is known when the tokenizer fails', async () => {
  answer = counting;
  await open(['Once']);
  expect(shown.at(-1)).toMatchObject({ isExact: true, prompts: 4, contextLength: 512 });
  answer = failing;
  setPrompt(0, 'Once upon');
  await settled();
  expect(shown.at(-1)).toMatchObject({ isExact: false, contextLength: 512 });
  answer = counting;
  setPrompt(0, 'Once upon a');
  await settled();
  expect(shown.at(-1)).toMatchObject({ isExact: true, prompts: 11, contextLength: 512 });
  // Not for another model, whose length is not known.
  answer = failing;
  changeDraft({ model: 'other' });
  await settled();
  expect(shown.at(-1)).toMatchObject({ isExact: false, contextLength: null });
});

it('keeps it for ids, too, which need nobody to count them', async () => {
  answer = counting;
  await open(['1 2 3'], true);
  expect(shown.at(-1)).toMatchObject({ isExact: true, prompts: 3, contextLength: 512 });
  answer = failing;
  setPrompt(0, '1 2 3 4');
  await settled();
  expect(shown.at(-1)).toMatchObject({ isExact: true, prompts: 4, contextLength: 512 });
});

it('shows no context length that the server no longer gives', async () => {
  answer = counting;
  await open(['Once']);
  answer = (body) => ({ ...counting(body), max_model_len: null });
  setPrompt(0, 'Once upon');
  await settled();
  expect(shown.at(-1)).toMatchObject({ isExact: true, contextLength: null });
});
