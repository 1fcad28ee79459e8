import type { Rules } from '@/lib/protocol/request/completion-request';
import { type OnePrompt, promptList } from '@/lib/protocol/request/prompts';
import { buildRequest } from '@/lib/protocol/request/settings';
import type { Cost, Price } from '@/lib/protocol/run/price';
import { estimateTokens } from '@/lib/protocol/tokens/estimate-tokens';
import { MAX_TOKENS_NOT_SENT, priceOfTokens, totalCosts } from '@/lib/runs/model/cost';
import { issuesOfCells } from './check-cell';
import type { ComparisonPlan, PlanBase } from './plan';
import {
  cellAt,
  inputCount,
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
  /** What is billed at most, for each place in the grid with a call. */
  readonly billed: readonly BilledTokens[];
}

interface BilledTokens {
  readonly connectionId: string;
  readonly model: string;
  readonly input: number;
  readonly output: number;
}

/** The price of a model on a connection; null: none is known. */
type PriceOf = (connectionId: string, model: string) => Price | null;

/** What is billed costs at most, one sum a currency; empty unless all of it has a price. */
export function maxCosts(billed: readonly BilledTokens[], priceOf: PriceOf): Cost[] {
  const costs = billed.map(({ connectionId, model, ...tokens }) => {
    const price = priceOf(connectionId, model);
    return price && { amount: priceOfTokens(tokens, price), currency: price.currency, isEstimated: true };
  });
  return costs.every((cost) => cost !== null) ? totalCosts(costs) : [];
}

/**
 * What running a plan, or some of its cells, takes, before it starts. Rows of the table change the prompt alone, and repeats
 * nothing that costs, so the rest of a request is built once for each place in the grid.
 */
export function estimatePlan(
  plan: ComparisonPlan,
  rulesOf: RulesOf,
  cells?: readonly string[],
): PlanEstimate {
  const asked = cells && repeatsAsked(plan, cells);
  const refusedCells = new Set(issuesOfCells(plan, rulesOf).map(({ cell }) => cell));
  let [calls, completions, maxOutputTokens, estimatedPromptTokens, refused] = [0, 0, 0, 0, 0];
  let assumesMaxTokens = false;
  const perCall = new Set<number>();
  const billed: BilledTokens[] = [];
  for (const { row, column } of pointsOf({ axes: plan.axes, repeats: 1 })) {
    const { template, maxTokens, perPrompt } = makePlace(plan, { row, column });
    const { connectionId, model } = template;
    let [input, output] = [0, 0];
    const before = calls;
    for (let at = 0; at < inputCount(plan); at += 1) {
      const first = asked || refusedCells.size > 0 ? cellAt(plan, { row, column, input: at }) : '';
      const runs = asked ? (asked.get(first) ?? 0) : plan.repeats;
      if (refusedCells.has(first)) refused += runs;
      if (runs === 0 || refusedCells.has(first)) continue;
      const sent = plan.variables ? withValues(template, valuesOfInput(plan, at)) : template;
      const prompts = promptList(requestedPrompt(sent));
      const generated = perPrompt * prompts.length;
      calls += runs;
      completions += generated * runs;
      perCall.add(generated);
      output += (maxTokens ?? MAX_TOKENS_NOT_SENT) * generated * runs;
      input += prompts.reduce((sum, prompt) => sum + promptTokens(prompt), 0) * runs;
      assumesMaxTokens ||= maxTokens === undefined;
    }
    maxOutputTokens += output;
    estimatedPromptTokens += input;
    if (calls > before) billed.push({ connectionId, model, input, output });
  }
  return {
    calls,
    completions,
    completionsPerCall: perCall.size === 1 ? completions / calls : null,
    maxOutputTokens,
    assumesMaxTokens,
    estimatedPromptTokens,
    refused,
    billed,
  };
}

function promptTokens(prompt: OnePrompt): number {
  return typeof prompt === 'string' ? estimateTokens(prompt) : prompt.length;
}

/** How many of these cells are repeats of one, by the first of them. */
function repeatsAsked(plan: ComparisonPlan, cells: readonly string[]): ReadonlyMap<string, number> {
  const asked = new Map<string, number>();
  for (const cell of cells) {
    const point = pointOf(plan, cell);
    if (point === null) continue;
    const first = cellAt(plan, { ...point, repeat: 0 });
    asked.set(first, (asked.get(first) ?? 0) + 1);
  }
  return asked;
}

/** What all cells of a place in the grid have in common. */
interface Place {
  /** With its variables as they are written. */
  readonly template: PlanBase;
  readonly maxTokens: number | undefined;
  /** Completions: all best_of are generated, and billed. */
  readonly perPrompt: number;
}

function makePlace(plan: ComparisonPlan, place: SomePoint): Place {
  const template = templateOfCell(plan, cellAt(plan, place));
  if (template === null) throw new Error('The plan has no such cell.');
  const { model, settings } = template;
  const { max_tokens, n = 1, best_of = 1 } = buildRequest({ model, prompt: '', settings }).request;
  return { template, maxTokens: max_tokens, perPrompt: Math.max(n, best_of) };
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
