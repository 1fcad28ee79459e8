import type { CompletionRequest } from '../request/completion-request';
import { promptList } from '../request/prompts';
import type { Token } from './run-events';

type Asked = Pick<CompletionRequest, 'prompt' | 'n' | 'echo'>;

/** Which prompt a choice answers. */
export function promptIndex({ n = 1 }: Pick<CompletionRequest, 'n'>, choiceIndex: number): number {
  return Math.floor(choiceIndex / n);
}

/** The text of the prompt that a choice answers; null when it is token ids, whose text only the server knows. */
export function promptOfChoice(
  request: Pick<CompletionRequest, 'prompt' | 'n'>,
  index: number,
): string | null {
  const own = promptList(request.prompt)[promptIndex(request, index)] ?? '';
  return typeof own === 'string' ? own : null;
}

/**
 * How many UTF-16 units at the beginning of a choice are the prompt, repeated by `echo`. For a prompt of token ids
 * these are the units of as many tokens, if the answer has tokens.
 */
export function echoedUnits(
  request: Asked,
  {
    index,
    text,
    tokens,
  }: { readonly index: number; readonly text: string; readonly tokens?: readonly Token[] | null },
): number {
  if (!request.echo) return 0;
  const own = promptList(request.prompt)[promptIndex(request, index)] ?? '';
  if (typeof own === 'string') return text.startsWith(own) ? own.length : 0;
  const units = (tokens ?? []).slice(0, own.length).reduce((sum, token) => sum + token.text.length, 0);
  return Math.min(units, text.length);
}
