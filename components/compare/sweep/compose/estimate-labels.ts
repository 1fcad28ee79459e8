import type { PlanEstimate } from '@/lib/compare/model/sweep-check';

/** `At most 2,400 tokens are written, and about 420 read.` */
export function formatEstimate({
  maxOutputTokens: tokens,
  assumesMaxTokens,
  estimatedPromptTokens,
}: PlanEstimate): string {
  const written = assumesMaxTokens
    ? `About ${tokens.toLocaleString('en')} tokens at most are written, if the server stops at its usual 16`
    : `At most ${tokens.toLocaleString('en')} tokens are written`;
  return `${written}, and about ${estimatedPromptTokens.toLocaleString('en')} read.`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
