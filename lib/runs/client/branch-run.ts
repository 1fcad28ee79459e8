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
 * token. The rest of the request is unchanged. Null while the run is going, and when there is no such token.
 */
export function branchRun(store: RunStore, { choiceIndex, tokenIndex, text }: BranchAt): DerivedRun | null {
  const { runId, startRequest, phase } = store.view();
  const choice = store.state.choices[choiceIndex];
  if (runId === null || isLive({ phase }) || !choice?.tokens) return null;
  const range = tokenRanges(choice.text, choice.tokens)[tokenIndex];
  if (!range) return null;
  const { connectionId, request, retries } = startRequest;
  // Choice index = i + promptIndex · n.
  const prompts = [request.prompt].flat();
  const own = prompts[Math.floor(choiceIndex / (request.n ?? 1))] ?? '';
  // With echo the text begins with the prompt.
  const before = request.echo && choice.text.startsWith(own) ? '' : own;
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
  return [branchRun(store, { ...at, text: '' })?.request.prompt ?? ''].flat().join('');
}

/** The same run again. Null while it is going. */
export function sameRun(store: RunStore): DerivedRun | null {
  const view = store.view();
  if (isLive(view)) return null;
  const { connectionId, request, retries } = view.startRequest;
  return {
    connectionId,
    request,
    ...(retries ? { retries } : {}),
    ...(view.runId === null ? {} : { parentId: view.runId, branch: { kind: 'regenerate' } }),
  };
}

/** Whether a token can be part of a prompt: parts of a character and the model's special tokens cannot. */
export function canStandInPrompt(text: string): boolean {
  return text !== '' && !text.includes('\ufffd') && !/^(bytes:|<\|.*\|>$|<\/?s>$|<eos>$)/.test(text);
}
