import type { PlanEstimate } from '@/lib/compare/model/sweep-check';

/** `Up to 2,400 output tokens and about 420 input tokens.` */
export function formatEstimate({
  maxOutputTokens: tokens,
  assumesMaxTokens,
  estimatedPromptTokens,
}: PlanEstimate): string {
  const limit = assumesMaxTokens ? ' (at the usual default of 16)' : '';
  return `Up to ${tokens.toLocaleString('en')} output tokens${limit} and about ${estimatedPromptTokens.toLocaleString('en')} input tokens.`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
