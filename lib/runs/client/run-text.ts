import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { echoedUnits } from '@/lib/protocol/run/echoed-prompt';
import type { RunState } from '@/lib/protocol/run/run-state';

/** The text of a choice without the prompt that `echo` put in front: this is what can be appended. */
export function continuationText(request: CompletionRequest, index: number, text: string): string {
  return text.slice(echoedUnits(request, { index, text }));
}

/** All texts, separated by an empty line. */
export function allText(state: RunState): string {
  return state.choices.map((choice) => choice.text).join('\n\n');
}

/** For each choice the index of the first one with the same text, or null when it is the first itself. */
export function equalTexts(texts: readonly string[]): (number | null)[] {
  const first = new Map<string, number>();
  return texts.map((text, position) => {
    const earlier = first.get(text);
    if (earlier === undefined) first.set(text, position);
    return earlier ?? null;
  });
}
