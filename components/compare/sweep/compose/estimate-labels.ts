import type { PlanEstimate } from '@/lib/compare/model/sweep-check';
import { maxCostLabel } from '@/lib/protocol/run/money';

/** `Up to 2,400 output tokens and about 420 input tokens. Up to $0.0123.` */
export function formatEstimate({
  maxOutputTokens: tokens,
  assumesMaxTokens,
  estimatedPromptTokens,
  costs,
}: PlanEstimate): string {
  const limit = assumesMaxTokens ? ' (at the usual default of 16)' : '';
  const cost = maxCostLabel(costs);
  return `Up to ${tokens.toLocaleString('en')} output tokens${limit} and about ${estimatedPromptTokens.toLocaleString('en')} input tokens.${cost === null ? '' : ` ${cost}.`}`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
