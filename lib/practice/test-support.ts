import type { WireCompletion, WireLogprobs } from '@/lib/protocol/wire/completion-wire';
import type { PracticePace } from './pace';
import { PRACTICE_MODEL_ID } from './practice-model-id';
import { respondToCompletion } from './respond';

/** Shared by the tests in this folder. */
export const UNHURRIED: PracticePace = {
  tokensPerSecond: Number.POSITIVE_INFINITY,
  wait: () => Promise.resolve(),
};

export async function readAll(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of body) text += decoder.decode(bytes, { stream: true });
  return text + decoder.decode();
}

/** Requests a whole completion; throws when it was refused. */
export async function complete(body: Record<string, unknown>): Promise<WireCompletion> {
  const response = respondToCompletion(
    { model: PRACTICE_MODEL_ID, ...body },
    UNHURRIED,
    new AbortController().signal,
  );
  const text = await readAll(response.body);
  if (response.status !== 200) throw new Error(text);
  return JSON.parse(text) as WireCompletion;
}

export async function completeText(body: Record<string, unknown>): Promise<string> {
  return (await complete(body)).choices[0]?.text ?? '';
}

/** Requests a stream and returns its events without the end mark, which must be there. */
export async function stream(body: Record<string, unknown>): Promise<WireCompletion[]> {
  const response = respondToCompletion(
    { model: PRACTICE_MODEL_ID, stream: true, ...body },
    UNHURRIED,
    new AbortController().signal,
  );
  const lines = (await readAll(response.body)).split('\n\n').filter((line) => line !== '');
  if (lines.pop() !== 'data: [DONE]') throw new Error('The stream did not end in [DONE].');
  return lines.map((line) => JSON.parse(line.slice('data: '.length)) as WireCompletion);
}

export function logprobsOf(completion: WireCompletion, choice = 0): WireLogprobs {
  const logprobs = completion.choices[choice]?.logprobs;
  if (!logprobs) throw new Error('No log probabilities.');
  return logprobs;
}
