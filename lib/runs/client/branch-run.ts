import { placeTokens } from '@/lib/protocol/tokens/token-view';
import type { StartRun } from '@/lib/runs/model/runs';
import type { RunStore } from './run-store';
import { isLive } from './run-view';

/** A place in the output of a run from which it is to go on differently. */
export interface BranchAt {
  readonly choiceIndex: number;
  /** The token that is replaced. */
  readonly tokenIndex: number;
  /** What stands there instead. */
  readonly text: string;
}

/** A run that grows from another one, but for the key of its press. */
export type DerivedRun = Omit<StartRun, 'idempotencyKey'>;

/**
 * The run that writes on from there: its prompt is the prompt, the text up to that token, and the other token. All else
 * is asked for as before. Null while the run is going on, and where there is no such token.
 */
export function branchRun(store: RunStore, { choiceIndex, tokenIndex, text }: BranchAt): DerivedRun | null {
  const { runId, ask, phase } = store.view();
  const choice = store.state.choices[choiceIndex];
  if (runId === null || isLive({ phase }) || !choice?.tokens) return null;
  const place = placeTokens(choice.text, choice.tokens)[tokenIndex];
  if (!place) return null;
  const { connectionId, request, retries } = ask;
  // Choice index = i + promptIndex · n.
  const prompts = [request.prompt].flat();
  const own = prompts[Math.floor(choiceIndex / (request.n ?? 1))] ?? '';
  // With echo the text begins with the prompt.
  const before = request.echo && choice.text.startsWith(own) ? '' : own;
  return {
    connectionId,
    request: { ...request, prompt: before + choice.text.slice(0, place.start) + text },
    ...(retries ? { retries } : {}),
    parentId: runId,
    branch: { kind: 'branch', choiceIndex, tokenIndex },
  };
}

/** The same run once more. Null while it is going on. */
export function sameRun(store: RunStore): DerivedRun | null {
  const view = store.view();
  if (isLive(view)) return null;
  const { connectionId, request, retries } = view.ask;
  return {
    connectionId,
    request,
    ...(retries ? { retries } : {}),
    ...(view.runId === null ? {} : { parentId: view.runId, branch: { kind: 'regenerate' } }),
  };
}

/** Whether a token can be a part of a prompt: pieces of a character and marks of the model's own cannot. */
export function canStandInPrompt(text: string): boolean {
  return text !== '' && !text.includes('\ufffd') && !/^(bytes:|<\|.*\|>$|<\/?s>$|<eos>$)/.test(text);
}
