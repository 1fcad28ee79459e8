import { beforeEach, describe, expect, test } from 'vitest';
import { emptyRunState } from '@/lib/protocol/run/run-state';
import type { RunDetail } from '@/lib/runs/model/runs';
import { emptyDraft } from './draft';
import { appendToPrompt, undoAppend, undoableAppend } from './draft-append';
import { draftIssues, prepareRun } from './draft-run';
import { sendParameter, setParameter } from './draft-settings';
import {
  addPrompt,
  changeDraft,
  getDraft,
  insertPrompt,
  movePrompt,
  promptIndexOf,
  removePrompt,
  replaceDraft,
  setPrompt,
  subscribeDraft,
} from './draft-store';
import { droppedFields, noteDraftSaved, openRunInDraft, startNewDraft } from './opened-run';

beforeEach(() => {
  replaceDraft({ ...emptyDraft(), connectionId: 'practice', model: 'practice-1', prompts: ['Once'] });
});

describe('prompts', () => {
  test('can be added, moved, removed and put back', () => {
    addPrompt();
    setPrompt(1, 'two');
    insertPrompt(2, 'three');
    movePrompt(2, -1);
    expect(getDraft().prompts).toEqual(['Once', 'three', 'two']);
    removePrompt(0);
    expect(getDraft().prompts).toEqual(['three', 'two']);
    movePrompt(1, 1);
    movePrompt(0, -1);
    expect(getDraft().prompts).toEqual(['three', 'two']);
    removePrompt(0);
    removePrompt(0);
    expect(getDraft().prompts).toEqual(['two']);
  });

  test('a key that is gone has no index', () => {
    expect(promptIndexOf(-5)).toBe(-1);
    setPrompt(-1, 'nowhere');
    expect(getDraft().prompts).toEqual(['Once']);
  });

  test('setting the same text notifies nobody', () => {
    let emitted = 0;
    const unsubscribe = subscribeDraft(() => emitted++);
    setPrompt(0, 'Once');
    expect(emitted).toBe(0);
    setPrompt(0, 'Twice');
    expect(emitted).toBe(1);
    unsubscribe();
  });

  test('a key stroke leaves the settings and their issues the same objects', () => {
    const { settings } = getDraft();
    const issues = draftIssues(getDraft());
    setPrompt(0, 'Once upon');
    expect(getDraft().settings).toBe(settings);
    expect(draftIssues(getDraft())).toBe(issues);
  });
});

describe('appending', () => {
  test('can be undone step by step, as long as the end was not touched', () => {
    appendToPrompt(' upon', { runId: 'r1', choiceIndex: 0 });
    appendToPrompt(' a time');
    expect(getDraft().prompts[0]).toBe('Once upon a time');
    expect(getDraft().parent).toEqual({ runId: 'r1', kind: 'append', choiceIndex: 0 });
    expect(undoableAppend()).toBe(' a time');
    expect(undoAppend()).toBe(true);
    expect(undoAppend()).toBe(true);
    expect(getDraft().prompts[0]).toBe('Once');
    expect(getDraft().parent).toBeNull();
    expect(undoAppend()).toBe(false);
  });

  test('does not take back that it was run since', () => {
    appendToPrompt(' upon', { runId: 'r1', choiceIndex: 0 });
    changeDraft({ parent: { runId: 'r2', kind: 'edit' } });
    expect(undoAppend()).toBe(true);
    expect(getDraft().parent).toEqual({ runId: 'r2', kind: 'edit' });
  });

  test('is not undone over what was typed since', () => {
    appendToPrompt(' upon');
    setPrompt(0, 'Once upon!');
    expect(undoableAppend()).toBeNull();
    expect(undoAppend()).toBe(false);
    expect(getDraft().prompts[0]).toBe('Once upon!');
    setPrompt(0, 'Once upon');
    expect(undoAppend()).toBe(true);
  });

  test('goes to the prompt that the choice belongs to', () => {
    addPrompt();
    setPrompt(1, 'Two');
    changeDraft({ asList: true });
    appendToPrompt('!', { runId: 'r1', choiceIndex: 3, n: 2 });
    expect(getDraft().prompts).toEqual(['Once', 'Two!']);
  });
});

describe('what a run is asked with', () => {
  test('holds model, prompt and stream only when everything else is off', () => {
    sendParameter('max_tokens', false);
    const prepared = prepareRun();
    expect(prepared).toEqual({
      ok: true,
      run: {
        connectionId: 'practice',
        request: { model: 'practice-1', prompt: 'Once', stream: true },
      },
    });
  });

  test('names the parent and what was done to it', () => {
    appendToPrompt(' upon', { runId: 'r1', choiceIndex: 1 });
    const prepared = prepareRun();
    expect(prepared.ok && prepared.run.parentId).toBe('r1');
    expect(prepared.ok && prepared.run.branch).toEqual({ kind: 'append', choiceIndex: 1 });
  });

  test('is refused with the field to blame', () => {
    changeDraft({ connectionId: null, model: ' ' });
    setParameter('n', 3);
    setParameter('best_of', 2);
    const prepared = prepareRun();
    expect(prepared.ok).toBe(false);
    expect(prepared.ok ? [] : prepared.issues.map((issue) => issue.field)).toEqual(
      expect.arrayContaining(['connection', 'model', 'best_of']),
    );
  });

  test('is refused when the text is longer than the server takes', () => {
    setPrompt(0, 'x'.repeat(9 * 1024 * 1024));
    expect(draftIssues(getDraft()).map((issue) => issue.field)).toEqual(['prompt']);
  });
});

describe('opening a run', () => {
  const run: RunDetail = {
    id: 'r9',
    source: 'playground',
    sourceName: null,
    title: null,
    starred: false,
    tags: [],
    tokenCount: null,
    links: 0,
    comparisonId: null,
    cell: null,
    pace: null,
    note: null,
    status: 'complete',
    connectionId: 'c1',
    connectionName: 'Mine',
    model: 'm',
    promptPreview: '',
    outputPreview: '',
    choiceCount: 2,
    createdAt: '2026-01-01T00:00:00.000Z',
    durationMs: 5,
    request: { model: 'm', prompt: ['a', 'b'], stream: false, temperature: 0.5, stop: 'x' },
    retries: null,
    state: emptyRunState(2),
    parentId: null,
    branch: null,
    endedAt: null,
  };

  test('brings back prompt, settings, connection and model', () => {
    setParameter('seed', 7);
    openRunInDraft(run);
    const draft = getDraft();
    expect(draft).toMatchObject({ connectionId: 'c1', model: 'm', prompts: ['a', 'b'], asList: true });
    expect(draft.settings.sent).toEqual(['temperature', 'stop', 'stream']);
    expect(draft.settings.values).toMatchObject({ temperature: 0.5, stop: ['x'], stream: false, seed: 7 });
    const prepared = prepareRun();
    expect(prepared.ok && prepared.run.request).toEqual({ ...run.request, stop: ['x'] });
    expect(prepared.ok && prepared.run.parentId).toBe('r9');
  });

  test('hands back a text that is kept nowhere else, and only that', () => {
    setPrompt(0, 'unsaved');
    expect(openRunInDraft(run)?.prompts).toEqual(['unsaved']);
    expect(openRunInDraft(run)).toBeNull();
    setPrompt(0, 'was run');
    noteDraftSaved();
    expect(openRunInDraft(run)).toBeNull();
  });

  test('hands back parameters set since the last run, and only where the opened run replaces them', () => {
    setPrompt(0, 'was run');
    noteDraftSaved();
    setParameter('n', 3);
    expect(openRunInDraft(run)?.settings.values.n).toBe(3);
    setParameter('temperature', 0.9);
    setParameter('temperature', 0.5);
    expect(openRunInDraft(run)).toBeNull();
  });

  test('a new prompt keeps the settings but for the text after the gap', () => {
    setParameter('suffix', 'after');
    setParameter('temperature', 0.2);
    const before = startNewDraft();
    expect(before.prompts).toEqual(['Once']);
    expect(getDraft()).toMatchObject({ prompts: [''], model: 'practice-1', parent: null });
    expect(getDraft().settings.sent).toEqual(['temperature', 'max_tokens', 'stream']);
    expect(getDraft().settings.values.suffix).toBe('');
  });

  test('a new prompt leaves the fields that came with pasted code, unless the preset has them', () => {
    setParameter('temperature', 0.2);
    setParameter('extra_body', { foo: 1 });
    const { settings } = getDraft();
    expect(droppedFields(getDraft())).toEqual(['foo']);
    startNewDraft();
    expect(getDraft().settings.sent).toEqual(['temperature', 'max_tokens', 'stream']);
    expect(getDraft().settings.values.extra_body).toEqual({});

    const preset = { id: 'p', name: 'Mine', model: null, settings, injected: null };
    changeDraft({ settings, preset });
    expect(droppedFields(getDraft())).toEqual([]);
    startNewDraft();
    expect(getDraft().settings.values.extra_body).toEqual({ foo: 1 });
    expect(getDraft().preset).toBe(preset);

    // Changed since the preset was applied: not the preset's any more.
    setParameter('extra_body', { foo: 2 });
    startNewDraft();
    expect(getDraft().settings.values.extra_body).toEqual({});
  });
});
