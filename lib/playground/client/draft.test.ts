import { describe, expect, test } from 'vitest';
import { type Draft, draftPrompt, emptyDraft, newcomerDraft, readDraft, serializeDraft } from './draft';

const draft: Draft = {
  ...emptyDraft(),
  connectionId: 'practice',
  model: 'practice-1',
  prompts: ['Once \u2028 "upon" 🦊', 'two\n'],
  asList: true,
  parent: { runId: 'r1', kind: 'append', choiceIndex: 2 },
};

describe('a stored draft', () => {
  test('comes back as it was', () => {
    expect(readDraft(serializeDraft(draft, 7))).toEqual({ draft, savedAt: 7, whole: true });
  });

  test('loses only the field that does not fit', () => {
    const stored = JSON.parse(serializeDraft(draft, 7));
    stored.draft.settings = 'from the future';
    stored.draft.parent = 12;
    const read = readDraft(JSON.stringify(stored));
    expect(read?.whole).toBe(false);
    expect(read?.draft).toEqual({ ...draft, settings: emptyDraft().settings, parent: null });
  });

  test('of another version keeps its text', () => {
    const read = readDraft(JSON.stringify({ version: 9, savedAt: 1, draft: { prompt: 'kept' } }));
    expect(read?.draft.prompts).toEqual(['kept']);
  });

  test.each(['', '{', 'null', '[]', '{"savedAt":1}', '{"draft":{}}'])('is none when it reads %j', (text) => {
    expect(readDraft(text)).toBeNull();
  });
});

test('the first prompt alone is sent while the list is off, and the others are kept', () => {
  expect(draftPrompt({ prompts: ['a', 'b'], asList: false })).toBe('a');
  expect(draftPrompt({ prompts: ['a', 'b'], asList: true })).toEqual(['a', 'b']);
});

test('a newcomer has something to run', () => {
  expect(newcomerDraft().prompts[0]).not.toBe('');
});
