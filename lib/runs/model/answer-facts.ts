import type { Usage } from '@/lib/protocol/run/run-events';
import type { RunState } from '@/lib/protocol/run/run-state';
import { formatMs, formatRate } from './run-figures';

export interface AnswerFact {
  readonly name: string;
  readonly value: string;
}

/** What the server told about its answer besides the text, as lines of a table; only what it told. */
export function answerFacts({ response, usage }: Pick<RunState, 'response' | 'usage'>): AnswerFact[] {
  const facts: AnswerFact[] = [];
  const add = (name: string, value: string | null | undefined) => {
    if (value != null) facts.push({ name, value });
  };
  add('Provider', response?.provider);
  add('Service tier', response?.serviceTier);
  add('Input tokens', inputLabel(usage));
  add('Output tokens', outputLabel(usage));
  const timings = response?.serverTimings ?? {};
  add('Prompt processing', phaseLabel(timings, 'prompt'));
  add('Generation', phaseLabel(timings, 'predicted'));
  return facts;
}

const whole = (count: number) => count.toLocaleString('en');

function inputLabel(usage: Usage | null): string | null {
  if (usage?.promptTokens == null) return null;
  const { promptTokens, cachedTokens } = usage;
  return cachedTokens == null
    ? whole(promptTokens)
    : `${whole(promptTokens)} (${whole(cachedTokens)} cached)`;
}

function outputLabel(usage: Usage | null): string | null {
  if (usage?.completionTokens == null) return null;
  const { completionTokens, reasoningTokens } = usage;
  return reasoningTokens == null
    ? whole(completionTokens)
    : `${whole(completionTokens)} (${whole(reasoningTokens)} reasoning)`;
}

/**
 * One of the two phases that llama.cpp measures: `12 tokens in 281 ms (42.7 tokens/s)`. Null for servers
 * without such timings.
 */
function phaseLabel(timings: Readonly<Record<string, number>>, phase: 'prompt' | 'predicted'): string | null {
  const ms = timings[`${phase}_ms`];
  if (ms === undefined) return null;
  const count = timings[`${phase}_n`];
  const rate = timings[`${phase}_per_second`];
  const tokens = count === undefined ? '' : `${whole(count)} ${count === 1 ? 'token' : 'tokens'} in `;
  return `${tokens}${formatMs(ms)}${rate === undefined ? '' : ` (${formatRate(rate)} tokens/s)`}`;
}
