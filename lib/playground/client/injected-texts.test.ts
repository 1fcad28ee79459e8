import { beforeEach, describe, expect, it } from 'vitest';
import { type Draft, emptyDraft } from './draft';
import { appendToPrompt, undoAppend } from './draft-append';
import { getDraft, replaceDraft } from './draft-store';
import { appendedText, withoutStart } from './injected-texts';
import { draftOfRun } from './opened-run';

const injected = { start: '\nAI:', restart: '\nHuman: ' };

describe('what is appended for an output', () => {
  it.each([
    ['with both texts around it', 'Hi', 'Hi\nAI:', '\nAI: Hello.\nHuman: '],
    ['without a second start text, where the prompt has it', 'Hi\nAI:', 'Hi\nAI:', ' Hello.\nHuman: '],
    ['without a start text that was not sent', 'Hi', 'Hi', ' Hello.\nHuman: '],
    ['without a start text, where nobody knows what was sent', 'Hi', null, ' Hello.\nHuman: '],
  ])('is %s', (_, prompt, sent, appended) => {
    expect(appendedText(' Hello.', injected, { prompt, sent })).toBe(appended);
  });
});

describe('the prompts of a request', () => {
  it('are shown without the start text when all have it, and as they were sent otherwise', () => {
    expect(withoutStart(['a\nAI:', 'b\nAI:'], injected)).toEqual({ prompts: ['a', 'b'], injected });
    const off = { start: '', restart: '\nHuman: ' };
    expect(withoutStart(['a\nAI:', 'b'], injected)).toEqual({ prompts: ['a\nAI:', 'b'], injected: off });
    expect(withoutStart(['a'], off)).toEqual({ prompts: ['a'], injected: off });
  });

  it('are what a run of the opened draft would send again', () => {
    const base: Draft = { ...emptyDraft(), injected };
    for (const prompt of ['Hi\nAI:', 'Hi', '\nAI:']) {
      const run = { id: 'r', connectionId: 'c', request: { model: 'm', prompt }, retries: null };
      const opened = draftOfRun(run, base);
      expect(`${opened.prompts[0]}${opened.injected.start}`).toBe(prompt);
    }
  });
});

describe('appending to the draft', () => {
  beforeEach(() => {
    replaceDraft({ ...emptyDraft(), prompts: ['Hi'], injected });
  });

  it('builds a dialogue turn by turn, and is undone as a whole', () => {
    appendToPrompt(' Hello.', { runId: 'r1', choiceIndex: 0, sent: 'Hi\nAI:' });
    expect(getDraft().prompts).toEqual(['Hi\nAI: Hello.\nHuman: ']);
    expect(undoAppend()).toBe(true);
    expect(getDraft().prompts).toEqual(['Hi']);
  });
});
