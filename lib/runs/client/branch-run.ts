import { promptTexts } from '@/lib/protocol/request/prompts';
import { echoedUnits, promptOfChoice } from '@/lib/protocol/run/echoed-prompt';
import { tokenRanges } from '@/lib/protocol/tokens/token-view';
import type { StartRun } from '@/lib/runs/model/runs';
import type { RunStore } from './run-store';
import { isLive } from './run-view';

/** A token in the output of a run, and the text to continue with instead. */
export interface BranchAt {
  readonly choiceIndex: number;
  /** The token that is replaced. */
  readonly tokenIndex: number;
  /** The text in its place. */
  readonly text: string;
}

/** A run derived from another one, without the key of its start request. */
export type DerivedRun = Omit<StartRun, 'idempotencyKey'>;

/**
 * The run that continues from there: its prompt is the prompt, the text up to that token, and the other
 * token. The rest of the request is unchanged. Null while the run is going, when there is no such token, and when the
 * prompt's text is unknown because it is token ids.
 */
export function branchRun(store: RunStore, { choiceIndex, tokenIndex, text }: BranchAt): DerivedRun | null {
  const { runId, startRequest, phase } = store.view();
  const choice = store.state.choices[choiceIndex];
  if (runId === null || isLive({ phase }) || !choice?.tokens) return null;
  const range = tokenRanges(choice.text, choice.tokens)[tokenIndex];
  if (!range) return null;
  const { connectionId, request, retries } = startRequest;
  const own = promptOfChoice(request, choiceIndex);
  // With echo the text begins with the prompt: also the only way to know the text of token ids.
  const before = echoedUnits(request, choice) > 0 ? '' : own;
  if (before === null) return null;
  return {
    connectionId,
    request: { ...request, prompt: before + choice.text.slice(0, range.start) + text },
    ...(retries ? { retries } : {}),
    parentId: runId,
    branch: { kind: 'branch', choiceIndex, tokenIndex },
  };
}

/** All text before that token, prompt included: what a branch continues with its own text. */
export function textBefore(store: RunStore, at: Omit<BranchAt, 'text'>): string {
  return promptTexts(branchRun(store, { ...at, text: '' })?.request.prompt ?? '').join('');
}

/** Whether a token can be part of a prompt: parts of a character and the model's special tokens cannot. */
export function canStandInPrompt(text: string): boolean {
  return text !== '' && !text.includes('\ufffd') && !/^(bytes:|<\|.*\|>$|<\/?s>$|<eos>$)/.test(text);
}
