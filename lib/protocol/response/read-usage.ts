import type { Usage } from '../run/run-events';
import { isRecord } from './wire-json';

/**
 * Reads token counts: OpenAI's with their details, DeepSeek's `prompt_cache_hit_tokens`, Together's
 * `cached_tokens`, SGLang's `reasoning_tokens`, and OpenRouter's `cost`. What a server does not report is
 * left out. Null when there are none.
 */
export function readUsage(value: unknown): Usage | null {
  if (!isRecord(value)) return null;
  const cached = firstCount(
    partOf(value.prompt_tokens_details, 'cached_tokens'),
    value.prompt_cache_hit_tokens,
    value.cached_tokens,
  );
  const reasoning = firstCount(
    partOf(value.completion_tokens_details, 'reasoning_tokens'),
    value.reasoning_tokens,
  );
  const cost = readAmount(value.cost);
  const usage: Usage = {
    promptTokens: readCount(value.prompt_tokens),
    completionTokens: readCount(value.completion_tokens),
    totalTokens: readCount(value.total_tokens),
    ...(cached !== null && { cachedTokens: cached }),
    ...(reasoning !== null && { reasoningTokens: reasoning }),
    ...(cost !== null && { cost }),
  };
  return Object.values(usage).every((part) => part === null) ? null : usage;
}

const PARTS = [
  'promptTokens',
  'completionTokens',
  'totalTokens',
  'cachedTokens',
  'reasoningTokens',
  'cost',
] as const satisfies readonly (keyof Usage)[];

export function sameUsage(a: Usage, b: Usage | null): boolean {
  return b !== null && PARTS.every((part) => a[part] === b[part]);
}

function partOf(holder: unknown, name: string): unknown {
  return isRecord(holder) ? holder[name] : null;
}

function firstCount(...values: unknown[]): number | null {
  for (const value of values) {
    const count = readCount(value);
    if (count !== null) return count;
  }
  return null;
}

export function readCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** More than any answer costs: a larger number is not an amount in dollars. */
const MAX_COST = 1_000_000;

function readAmount(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value <= MAX_COST ? value : null;
}
