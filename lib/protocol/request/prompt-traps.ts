import { trailingWhitespace } from './whitespace-guard';

/** Something about a prompt that often spoils a completion. */
export type PromptTrap =
  /** It ends with white space, shown as signs. */
  | { readonly kind: 'white-space'; readonly visible: string; readonly mended: string }
  /**
   * It ends with the newline that a stop sequence begins with. Servers match stop sequences in generated text only, so
   * that `rest` right after the prompt does not end it.
   */
  | {
      readonly kind: 'newline-before-stop';
      readonly stop: string;
      readonly rest: string;
      readonly mended: string;
    }
  /** It contains a stop sequence, and `echo` returns it: the output has the text that it should never have. */
  | { readonly kind: 'stop-in-echo'; readonly stop: string };

export interface TrapSettings {
  /** Those that are sent. */
  readonly stops: readonly string[];
  readonly echo: boolean;
  /** Null: not sent. */
  readonly maxTokens: number | null;
}

/** The traps of a prompt as it is sent, at most one of each kind. */
export function promptTraps(prompt: string, { stops, echo, maxTokens }: TrapSettings): PromptTrap[] {
  const traps: PromptTrap[] = [];
  // Then nothing is generated, and nothing can be stopped.
  const generates = maxTokens !== 0;
  const space = trailingWhitespace(prompt);
  if (space) traps.push({ kind: 'white-space', visible: space.visible, mended: space.trimmed });
  const newlines = endingNewlines(prompt);
  if (newlines > 0 && newlines < prompt.length && generates) {
    const stop = stops.find((text) => isBegunBy(text, newlines));
    if (stop !== undefined) {
      const begun = Math.min(newlines, leadingNewlines(stop));
      const mended = prompt.slice(0, prompt.length - newlines);
      traps.push({ kind: 'newline-before-stop', stop, rest: stop.slice(begun), mended });
    }
  }
  if (echo && generates) {
    // That a prompt has line breaks and spaces is no surprise.
    const stop = stops.find((text) => text.trim() !== '' && prompt.includes(text));
    if (stop !== undefined) traps.push({ kind: 'stop-in-echo', stop });
  }
  return traps;
}

/** The stop sequence begins with newlines of which the prompt already has some, and something of it is left. */
function isBegunBy(stop: string, newlines: number): boolean {
  const leading = leadingNewlines(stop);
  // Of newlines alone: a prompt that already ends with all of them begins anew.
  return leading > 0 && (leading < stop.length || newlines < leading);
}

function leadingNewlines(text: string): number {
  let count = 0;
  while (text[count] === '\n') count += 1;
  return count;
}

function endingNewlines(text: string): number {
  let count = 0;
  while (text[text.length - 1 - count] === '\n') count += 1;
  return count;
}

/** A prompt shorter than this, in UTF-16 units, may well be what the model wants to write. */
const SHORTEST_REPEATED = 20;

/** Whether a completion begins with its whole prompt, though it was not asked to. */
export function repeatsPrompt(prompt: string, text: string): boolean {
  return prompt.length >= SHORTEST_REPEATED && text.startsWith(prompt);
}
