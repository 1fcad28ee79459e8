import type { Rules } from '@/lib/protocol/request/completion-request';
import { type OnePrompt, promptList } from '@/lib/protocol/request/prompts';
import { buildRequest } from '@/lib/protocol/request/settings';
import type { Cost, Price } from '@/lib/protocol/run/price';
import { estimateTokens } from '@/lib/protocol/tokens/estimate-tokens';
import { MAX_TOKENS_NOT_SENT, priceOfTokens, totalCosts } from '@/lib/runs/model/cost';
import { issuesOfCells } from './check-cell';
import type { ComparisonPlan, PlanBase } from './plan';
import {
  type CellPoint,
  cellAt,
  pointOf,
  pointsOf,
  requestedPrompt,
  type SomePoint,
  sentBase,
  templateOfCell,
  valuesOfInput,
  variedBy,
} from './plan-cells';
import { withValues } from './variables';

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

/**
 * What running a plan, or some of its cells, will cost, before it starts. Rows of the table change the prompt alone, and repeats
 * nothing that costs, so the rest of a request is built once for each place in the grid.
 */
export function estimatePlan(
  plan: ComparisonPlan,
  rulesOf: RulesOf,
  priceOf: PriceOf = () => null,
  cells?: readonly string[],
): PlanEstimate {
  const promptTokens = new Map<string, number>();
  const estimate = (prompt: OnePrompt) => {
    if (typeof prompt !== 'string') return prompt.length;
    const known = promptTokens.get(prompt) ?? estimateTokens(prompt);
    promptTokens.set(prompt, known);
    return known;
  };
  const places = new Map<string, Place>();
  const placeOf = ({ row, column }: CellPoint) => {
    const key = `${row} ${column}`;
    const place = places.get(key) ?? makePlace(plan, { row, column }, priceOf);
    places.set(key, place);
    return place;
  };
  const refusedCells = new Set(issuesOfCells(plan, rulesOf).map(({ cell }) => cell));
  let calls = 0;
  let completions = 0;
  const perCall = new Set<number>();
  let maxOutputTokens = 0;
  let assumesMaxTokens = false;
  let estimatedPromptTokens = 0;
  const costs: (Cost | null)[] = [];
  let refused = 0;
  for (const point of cells ? cells.flatMap((cell) => pointOf(plan, cell) ?? []) : pointsOf(plan)) {
    if (refusedCells.size > 0 && refusedCells.has(cellAt(plan, point))) {
      refused += 1;
      continue;
    }
    const { template, maxTokens, perPrompt, price } = placeOf(point);
    const sent = plan.variables ? withValues(template, valuesOfInput(plan, point.input)) : template;
    const prompts = promptList(requestedPrompt(sent));
    calls += 1;
    const generated = perPrompt * prompts.length;
    completions += generated;
    perCall.add(generated);
    const output = (maxTokens ?? MAX_TOKENS_NOT_SENT) * generated;
    const input = prompts.reduce((sum, prompt) => sum + estimate(prompt), 0);
    maxOutputTokens += output;
    estimatedPromptTokens += input;
    assumesMaxTokens ||= maxTokens === undefined;
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

/** What all cells of a place in the grid have in common. */
interface Place {
  /** With its variables as they are written. */
  readonly template: PlanBase;
  readonly maxTokens: number | undefined;
  /** Completions: all best_of are generated, and billed. */
  readonly perPrompt: number;
  readonly price: Price | null;
}

function makePlace(plan: ComparisonPlan, place: SomePoint, priceOf: PriceOf): Place {
  const template = templateOfCell(plan, cellAt(plan, place));
  if (template === null) throw new Error('The plan has no such place.');
  const { connectionId, model, settings } = template;
  const { max_tokens, n = 1, best_of = 1 } = buildRequest({ model, prompt: '', settings }).request;
  const price = priceOf(connectionId, model);
  return { template, maxTokens: max_tokens, perPrompt: Math.max(n, best_of), price };
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
