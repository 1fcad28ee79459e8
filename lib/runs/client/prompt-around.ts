import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { promptOfChoice } from '@/lib/protocol/run/echoed-prompt';

/** The prompt around the text of one choice. */
export interface PromptAround {
  /** Whole lines of the prompt. */
  readonly above: string;
  /** The end of the prompt, on the line where the text of the choice begins. */
  readonly before: string;
  /** The suffix, cut when it is long. */
  readonly after: string;
}

/**
 * UTF-16 units allowed on one line with growing text: every append lays the whole line out again, so the rest
 * of a long line is moved above it.
 */
const IN_LINE = 2_000;

/** Null when there is nothing to show, or when the choice repeats the prompt itself (`echo`). */
export function promptAround(request: CompletionRequest, index: number): PromptAround | null {
  const { echo, suffix = '' } = request;
  const own = promptOfChoice(request, index) ?? '';
  if (echo || (own === '' && suffix === '')) return null;
  const line = own.lastIndexOf('\n') + 1;
  const joint = own.length - line <= IN_LINE ? line : own.indexOf(' ', own.length - IN_LINE) + 1 || line;
  return {
    above: own.slice(0, joint),
    before: own.slice(joint),
    after: suffix.length <= IN_LINE ? suffix : `${suffix.slice(0, IN_LINE)}…`,
  };
}

/** Whether any choice of this request can be shown with its prompt. */
export function hasPromptAround({ prompt, echo, suffix }: CompletionRequest): boolean {
  return !echo && (prompt.length > 0 || Boolean(suffix));
}
