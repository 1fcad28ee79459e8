import { promptTexts } from '@/lib/protocol/request/prompts';
import type { StartRequest } from './run-view';

interface CountedPrompt {
  readonly connectionId: string;
  readonly model: string;
  readonly prompts: readonly string[];
  readonly tokens: number;
}

/** Runs are started from one of the last few. */
const MAX_KEPT = 8;
let counted: readonly CountedPrompt[] = [];

/** Remembers what a server or a known tokenizer has counted: a run that is stopped brings no count of its own. */
export function noteCountedPrompt(one: CountedPrompt): void {
  counted = [one, ...counted.filter((other) => !isOf(other, one))].slice(0, MAX_KEPT);
}

/** The tokens of a run's prompts, where they were counted here before it was started; else null. */
export function countedPromptTokens({ connectionId, request }: StartRequest): number | null {
  const { model, prompt } = request;
  const candidates = counted.filter((one) => one.connectionId === connectionId && one.model === model);
  if (candidates.length === 0) return null;
  const asked = { connectionId, model, prompts: promptTexts(prompt) };
  return candidates.find((one) => isOf(one, asked))?.tokens ?? null;
}

function isOf(one: CountedPrompt, asked: Omit<CountedPrompt, 'tokens'>): boolean {
  return (
    one.connectionId === asked.connectionId &&
    one.model === asked.model &&
    one.prompts.length === asked.prompts.length &&
    one.prompts.every((text, at) => text === asked.prompts[at])
  );
}
