import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { promptList } from '@/lib/protocol/request/prompts';
import { encode } from './tokenizer';

/**
 * Tokens that the practice model reads in one request. It would read on for ever, but on the thread that serves
 * everybody: eight mebibytes would take it half a minute.
 */
const MAX_TOKENS = 131_072;

/** What is wrong with a text, or several, of too many tokens; null: nothing. Takes milliseconds, however long they are. */
export function tooManyTokens(texts: readonly (string | readonly number[])[]): string | null {
  let left = MAX_TOKENS;
  for (const text of texts) {
    left -= typeof text === 'string' ? encode(text, left).length : text.length;
    if (left < 0) {
      return `The practice model reads at most ${MAX_TOKENS} tokens per request. Shorten the prompt.`;
    }
  }
  return null;
}

/** The same for everything that a request gives it to read. */
export function exceedsContext({ prompt, suffix = '' }: CompletionRequest): string | null {
  return tooManyTokens([...promptList(prompt), suffix]);
}
