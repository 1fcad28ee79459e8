import { describe, expect, test } from 'vitest';
import type { Settings } from '@/lib/protocol/request/settings';
import {
  type Draft,
  draftPrompt,
  draftPrompts,
  emptyDraft,
  isAsPreset,
  newcomerDraft,
  readDraft,
  serializeDraft,
} from './draft';
import { NO_TEXTS } from './injected-texts';

const draft: Draft = {
  ...emptyDraft(),
  connectionId: 'practice',
  model: 'practice-1',
  prompts: ['Once \u2028 "upon" 🦊', 'two\n'],
  asList: true,
  injected: { start: '\nAI:', restart: '\nHuman: ' },
  parent: { runId: 'r1', kind: 'append', choiceIndex: 2 },
  preset: {
    id: 'p1',
    name: 'Careful',
    model: null,
    settings: { values: { temperature: 0.2 }, sent: ['temperature', 'stream'] },
    injected: { start: '', restart: '' },
  },
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

  test('from before presets were remembered is whole, and a preset that cannot be read is no loss', () => {
    const stored = JSON.parse(serializeDraft(draft, 7));
    for (const preset of [undefined, null, 7, { id: 'p1' }, { ...stored.draft.preset, settings: 1 }]) {
      const read = readDraft(JSON.stringify({ ...stored, draft: { ...stored.draft, preset } }));
      expect(read).toEqual({ draft: { ...draft, preset: null }, savedAt: 7, whole: true });
    }
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
  const prompts = ['a', 'b'];
  expect(draftPrompt({ prompts, asList: false, asIds: false, injected: NO_TEXTS })).toBe('a');
  expect(draftPrompt({ prompts, asList: true, asIds: false, injected: NO_TEXTS })).toEqual(['a', 'b']);
  const injected = { start: '\nAI:', restart: '\nHuman:' };
  expect(draftPrompt({ prompts, asList: false, asIds: false, injected })).toBe('a\nAI:');
  expect(draftPrompt({ prompts, asList: true, asIds: false, injected })).toEqual(['a\nAI:', 'b\nAI:']);
  expect(draftPrompt({ prompts: ['1, 2'], asList: false, asIds: true, injected })).toEqual([1, 2]);
  expect(draftPrompts([1, 2], injected)).toEqual({
    prompts: ['[1, 2]'],
    asList: false,
    asIds: true,
    injected,
  });
});

describe('a preset in use', () => {
  const settings: Settings = { values: { temperature: 0.2, seed: 1 }, sent: ['temperature', 'stream'] };
  const injected = NO_TEXTS;
  const preset = { model: 'm', settings, injected };

  test('is as it was while the next run would send the same', () => {
    expect(isAsPreset({ model: 'm', settings, injected }, preset)).toBe(true);
    // A value that is not sent makes no difference.
    const unsent: Settings = { ...settings, values: { ...settings.values, seed: 2 } };
    expect(isAsPreset({ model: 'm', settings: unsent, injected }, preset)).toBe(true);
  });

  test('is modified by another model, another value, and by what is switched on or off', () => {
    expect(isAsPreset({ model: 'other', settings, injected }, preset)).toBe(false);
    expect(isAsPreset({ model: 'other', settings, injected }, { ...preset, model: null })).toBe(true);
    const warmer: Settings = { ...settings, values: { temperature: 0.3 } };
    expect(isAsPreset({ model: 'm', settings: warmer, injected }, preset)).toBe(false);
    const seeded: Settings = { ...settings, sent: ['temperature', 'seed', 'stream'] };
    expect(isAsPreset({ model: 'm', settings: seeded, injected }, preset)).toBe(false);
    const started = { model: 'm', settings, injected: { start: '\nAI:', restart: '' } };
    expect(isAsPreset(started, preset)).toBe(false);
    // A preset from before there were such texts leaves them as they are.
    expect(isAsPreset(started, { ...preset, injected: null })).toBe(true);
  });
});

test('a newcomer has something to run', () => {
  expect(newcomerDraft().prompts[0]).not.toBe('');
});
