import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { promptCount } from '@/lib/protocol/request/prompts';
import type { Prompt } from '@/lib/protocol/request/value-kinds';
import { type Cost, type Price, USD } from '@/lib/protocol/run/price';
import type { RunState } from '@/lib/protocol/run/run-state';
import { completionTokens, countedUsage, estimatePromptTokens } from './run-figures';

/** Token counts that something is to be priced for. */
export interface PricedTokens {
  readonly input: number;
  /** Of `input`, those from the server's cache. */
  readonly cachedInput?: number;
  readonly output: number;
}

/** The parts of a request that say what is billed. */
export interface PricedRequest
  extends Partial<Pick<CompletionRequest, 'n' | 'best_of' | 'echo' | 'max_tokens'>> {
  readonly prompt: Prompt;
}

const PER = 1_000_000;

/** The price of tokens, in the price's currency. */
export function priceOfTokens({ input, cachedInput = 0, output }: PricedTokens, price: Price): number {
  const cached = Math.min(input, cachedInput);
  const amount =
    (input - cached) * price.input + cached * (price.cachedInput ?? price.input) + output * price.output;
  return roundAmount(amount / PER);
}

/** Without the noise of binary fractions: no price has twelve figures. */
export function roundAmount(amount: number): number {
  return Number(amount.toPrecision(12));
}

/**
 * What a run cost: as the server says, else its tokens at the run's price, where counts that the server did
 * not report are estimated. Null without a price, and for a run that was not answered.
 */
export function runCost(
  state: Pick<RunState, 'usage' | 'choices' | 'price'>,
  request: PricedRequest,
): Cost | null {
  const { usage, price } = state;
  if (usage?.cost != null) return { amount: roundAmount(usage.cost), currency: USD, isEstimated: false };
  if (price == null) return null;
  const counted = countedUsage(state);
  const output = completionTokens(state, { echo: request.echo, max: request.max_tokens });
  if (counted === null && output === null) return null;
  const input = counted?.promptTokens ?? null;
  // The server's count has what best_of discarded; what came here does not.
  const generated = counted?.completionTokens == null ? discardedFactor(request) : 1;
  const tokens = {
    input: input ?? estimatePromptTokens(request.prompt),
    cachedInput: counted?.cachedTokens ?? 0,
    output: Math.ceil((output?.value ?? 0) * generated),
  };
  return {
    amount: priceOfTokens(tokens, price),
    currency: price.currency,
    isEstimated: input === null || counted?.completionTokens == null,
  };
}

/** How many completions were generated for each that came back. */
function discardedFactor({ n = 1, best_of: bestOf = 1 }: PricedRequest): number {
  return Math.max(1, bestOf / n);
}

/** What OpenAI and vLLM generate at most when `max_tokens` is not sent. */
export const MAX_TOKENS_NOT_SENT = 16;

/** What a request costs at most, with an estimate of its prompts' tokens. Null when nothing limits its output. */
export function maxCost(request: CompletionRequest, price: Price): Cost | null {
  const { max_tokens = MAX_TOKENS_NOT_SENT, n = 1, best_of = 1, prompt } = request;
  if (max_tokens < 0) return null;
  const prompts = promptCount(prompt);
  const tokens = {
    input: estimatePromptTokens(prompt),
    output: max_tokens * Math.max(n, best_of) * prompts,
  };
  return { amount: priceOfTokens(tokens, price), currency: price.currency, isEstimated: true };
}

/** The sum of costs, one for each currency, in order of first appearance. Missing ones count as nothing. */
export function totalCosts(costs: readonly (Cost | null | undefined)[]): Cost[] {
  const totals = new Map<string, Cost>();
  for (const cost of costs) {
    if (cost == null) continue;
    const before = totals.get(cost.currency);
    totals.set(cost.currency, {
      currency: cost.currency,
      amount: roundAmount((before?.amount ?? 0) + cost.amount),
      isEstimated: (before?.isEstimated ?? false) || cost.isEstimated,
    });
  }
  return [...totals.values()];
}
