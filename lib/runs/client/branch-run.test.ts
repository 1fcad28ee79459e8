import { describe, expect, it } from 'vitest';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { Token } from '@/lib/protocol/run/run-events';
import { emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import { branchRun, canStandInPrompt, textBefore } from './branch-run';
import { createRunStore } from './run-store';
import { sameRun } from './same-run';

const tokens = (texts: readonly string[]): Token[] => texts.map((text) => ({ text, logprob: -1, top: [] }));

function storeOf(
  request: Partial<CompletionRequest>,
  texts: readonly (readonly string[])[],
  status: RunState['status'] = 'complete',
) {
  const state = emptyRunState(texts.length);
  state.status = status;
  for (const [index, parts] of texts.entries()) {
    state.choices[index] = { index, text: parts.join(''), finishReason: 'stop', tokens: tokens(parts) };
  }
  const startRequest = {
    connectionId: 'practice',
    connectionName: 'Practice model',
    request: { model: 'm', prompt: 'Once', temperature: 0.5, ...request },
    retries: null,
  };
  return createRunStore({ startRequest, choiceCount: texts.length, runId: 'run', state });
}

describe('branchRun', () => {
  it('asks to go on from the prompt, the text up to the token, and the other token', () => {
    const store = storeOf({}, [[' upon', ' a', ' time']]);
    expect(branchRun(store, { choiceIndex: 0, tokenIndex: 1, text: ' the' })).toEqual({
      connectionId: 'practice',
      request: { model: 'm', prompt: 'Once upon the', temperature: 0.5 },
      parentId: 'run',
      branch: { kind: 'branch', choiceIndex: 0, tokenIndex: 1 },
    });
    expect(store.view().startRequest.request.prompt).toBe('Once');
    expect(store.state.choices[0]?.text).toBe(' upon a time');
  });

  it('takes the prompt that the choice belongs to', () => {
    const store = storeOf({ prompt: ['One', 'Two'], n: 2 }, [['a'], ['b'], ['c'], ['d', 'e']]);
    const at = { choiceIndex: 3, tokenIndex: 1, text: 'x' };
    expect(branchRun(store, at)?.request.prompt).toBe('Twodx');
  });

  it('does not write an echoed prompt twice', () => {
    const store = storeOf({ echo: true }, [['On', 'ce', ' upon']]);
    const prompt = (tokenIndex: number) =>
      branchRun(store, { choiceIndex: 0, tokenIndex, text: ' x' })?.request.prompt;
    expect(prompt(2)).toBe('Once x');
    expect(prompt(1)).toBe('On x');
  });

  it('is not there while the run is going on, nor for a token that is not', () => {
    const at = { choiceIndex: 0, tokenIndex: 0, text: 'x' };
    expect(branchRun(storeOf({}, [['a']], 'streaming'), at)).toBeNull();
    expect(branchRun(storeOf({}, [['a']]), { ...at, tokenIndex: 1 })).toBeNull();
    expect(branchRun(storeOf({}, [['a']]), { ...at, choiceIndex: 1 })).toBeNull();
  });
});

describe('textBefore', () => {
  it('is what the text of a branch is put behind, prompt included', () => {
    const store = storeOf({ prompt: ['One', 'Two'], n: 2 }, [['a'], ['b'], ['c'], ['d', 'e']]);
    expect(textBefore(store, { choiceIndex: 3, tokenIndex: 1 })).toBe('Twod');
    expect(textBefore(store, { choiceIndex: 3, tokenIndex: 7 })).toBe('');
  });
});

describe('sameRun', () => {
  it('asks for the very same and names its parent', () => {
    const store = storeOf({}, [['a']]);
    expect(sameRun(store)).toEqual({
      connectionId: 'practice',
      request: store.view().startRequest.request,
      parentId: 'run',
      branch: { kind: 'regenerate' },
    });
    expect(sameRun(storeOf({}, [['a']], 'streaming'))).toBeNull();
  });
});

describe('canStandInPrompt', () => {
  it.each([' the', '\n', '…', '<', 'bytes', '<p>', 's'])('takes %j', (text) => {
    expect(canStandInPrompt(text)).toBe(true);
  });
  it.each(['', '\ufffd', 'bytes:\\xf0', '<|endoftext|>', '</s>', '<s>'])('does not take %j', (text) => {
    expect(canStandInPrompt(text)).toBe(false);
  });
});
