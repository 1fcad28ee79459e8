import type { Rules } from '@/lib/protocol/request/completion-request';
import { type OnePrompt, promptList } from '@/lib/protocol/request/prompts';
import type { Cost, Price } from '@/lib/protocol/run/price';
import { estimateTokens } from '@/lib/protocol/tokens/estimate-tokens';
import { MAX_TOKENS_NOT_SENT, priceOfTokens, totalCosts } from '@/lib/runs/model/cost';
import { checkCell } from './check-cell';
import type { ComparisonPlan } from './plan';
import { type CellRequest, cellsOf, sentBase, variedBy } from './plan-cells';

/** Which bounds requests to a connection have to keep. */
export type RulesOf = (connectionId: string) => Rules;

export interface PlanEstimate {
  /** Requests that will be sent; retries come on top. Cells that would be refused are not among them. */
  readonly calls: number;
  /** Completions that are generated and billed: the greater of n and best_of × prompts, over all calls. */
  readonly completions: number;
  /** How many of them each call generates; null: not all as many. */
  readonly completionsPerCall: number | null;
  /** Tokens that can be written and billed at most: max_tokens × the greater of n and best_of × prompts, over all calls. */
  readonly maxOutputTokens: number;
  /** Some call sends no `max_tokens`: counted as 16, which other servers ignore. Show "about". */
  readonly assumesMaxTokens: boolean;
  /** An estimate of the tokens of all prompts together, each as often as it is sent. */
  readonly estimatedPromptTokens: number;
  readonly refused: number;
  /** What it costs at most, one sum a currency; empty unless every call has a price. */
  readonly costs: readonly Cost[];
}

/** The price of a model on a connection; null: none is known. */
type PriceOf = (connectionId: string, model: string) => Price | null;

/** What running a plan, or some of its cells, will cost, before it starts. */
export function estimatePlan(
  plan: ComparisonPlan,
  rulesOf: RulesOf,
  priceOf: PriceOf = () => null,
  cells: readonly string[] = cellsOf(plan),
): PlanEstimate {
  const promptTokens = new Map<string, number>();
  const estimate = (prompt: OnePrompt) => {
    if (typeof prompt !== 'string') return prompt.length;
    const known = promptTokens.get(prompt) ?? estimateTokens(prompt);
    promptTokens.set(prompt, known);
    return known;
  };
  let calls = 0;
  let completions = 0;
  const perCall = new Set<number>();
  let maxOutputTokens = 0;
  let assumesMaxTokens = false;
  let estimatedPromptTokens = 0;
  const costs: (Cost | null)[] = [];
  let refused = 0;
  for (const cell of cells) {
    const found = checkCell(plan, cell, rulesOf);
    if (found === null) continue;
    const cellRequest = found.request;
    if (!found.checked.ok) {
      refused += 1;
      continue;
    }
    const prompts = promptList(cellRequest.request.prompt);
    calls += 1;
    const generated = completionsPerPrompt(cellRequest) * prompts.length;
    completions += generated;
    perCall.add(generated);
    const output = (cellRequest.request.max_tokens ?? MAX_TOKENS_NOT_SENT) * generated;
    const input = prompts.reduce((sum, prompt) => sum + estimate(prompt), 0);
    maxOutputTokens += output;
    estimatedPromptTokens += input;
    assumesMaxTokens ||= cellRequest.request.max_tokens === undefined;
    const price = priceOf(cellRequest.connectionId, cellRequest.request.model);
    costs.push(
      price && {
        amount: priceOfTokens({ input, output }, price),
        currency: price.currency,
        isEstimated: true,
      },
    );
  }
  const isPriced = costs.every((cost) => cost !== null);
  return {
    costs: isPriced ? totalCosts(costs) : [],
    calls,
    completions,
    completionsPerCall: perCall.size === 1 ? completions / calls : null,
    maxOutputTokens,
    assumesMaxTokens,
    estimatedPromptTokens,
    refused,
  };
}

/** Cells of one person that run at once, where the server's owner has not set another number. */
const CELLS_AT_ONCE = 8;

/**
 * How long cells take together, in milliseconds, when each takes as long as the middle one of those before. Null: none has
 * run yet. `atOnce`: how many a connection takes; null: as many as there are slots.
 */
export function estimateTime(
  connections: readonly { readonly cells: number; readonly atOnce: number | null }[],
  durations: readonly number[],
): number | null {
  const middle = durations.toSorted((a, b) => a - b)[Math.floor(durations.length / 2)];
  if (middle === undefined) return null;
  const all = connections.reduce((sum, { cells }) => sum + cells, 0);
  const rounds = connections.map(
    ({ cells, atOnce }) => cells / Math.min(atOnce ?? CELLS_AT_ONCE, CELLS_AT_ONCE),
  );
  return Math.max(all / CELLS_AT_ONCE, ...rounds) * middle;
}

/** All best_of completions are generated, and billed. */
function completionsPerPrompt({ request }: CellRequest): number {
  const { n = 1, best_of = 1 } = request;
  return Math.max(n, best_of);
}

/**
 * A sentence about what makes the repeats of a sweep differ; null without repeats. When a seed is sent, each
 * repeat uses the next one (plan.ts). When none is, nothing is added to the request, and the server samples
 * as it likes.
 */
export function whyRepeatsDiffer(plan: ComparisonPlan): string | null {
  if (plan.repeats === 1) return null;
  const { sent, values } = sentBase(plan).settings;
  if (sent.includes('seed') && values.seed !== undefined) {
    return 'Each repeat uses the next seed. Servers that ignore seeds vary anyway.';
  }
  const greedy = sent.includes('temperature') && values.temperature === 0;
  const varied = plan.axes.some((axis) => variedBy(axis) === 'temperature');
  if (greedy && !varied) return "At temperature 0, repeats differ only by the server's rounding.";
  return "No seed is sent, so repeats are random and can't be reproduced.";
}
