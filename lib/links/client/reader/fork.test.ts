import { describe, expect, it } from 'vitest';
import type { Connection } from '@/lib/connections/model/connections';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { type Draft, emptyDraft } from '@/lib/playground/client/draft';
import { fittingConnection } from './fitting-connection';
import { draftOfShared } from './fork';

const connection = (id: string, fields: Partial<Connection> = {}): Connection => ({
  id,
  name: id,
  kind: 'custom',
  baseUrl: 'https://api.example.org/v1',
  keyLast4: null,
  headerNames: [],
  runsAtOnce: null,
  hasKey: true,
  isDefault: false,
  builtIn: false,
  defaultModel: null,
  ...fields,
});
const PRACTICE = connection('practice', { builtIn: true, isDefault: true });
const MINE = connection('mine');
const SECOND = connection('second', { isDefault: true });

const shared: SharedRun = {
  version: 1,
  kind: 'run',
  title: null,
  sharedAt: '2026-11-01T10:00:00.000Z',
  status: 'complete',
  prompt: ['one', 'two'],
  model: 'their-model',
  parameters: { temperature: 0.3, n: 2, stream: true },
};
const base: Draft = {
  ...emptyDraft(),
  connectionId: 'mine',
  model: 'my-model',
  prompts: ['my own words'],
  settings: { values: { temperature: 1.5, top_p: 0.4, stream: true }, sent: ['temperature', 'stream'] },
  parent: { runId: 'a run', kind: 'edit' },
};

describe('where a shared run can run', () => {
  it('is the connection in use, or else the default one, or any but the practice model', () => {
    const ids = (connections: Connection[], current: string | null) =>
      fittingConnection(connections, 'their-model', current).connectionId;
    expect(ids([PRACTICE, MINE, SECOND], 'mine')).toBe('mine');
    expect(ids([PRACTICE, MINE, SECOND], 'practice')).toBe('second');
    expect(ids([PRACTICE, MINE], null)).toBe('mine');
  });

  it('is the practice model for its own runs, and where there is nothing else', () => {
    expect(fittingConnection([PRACTICE, MINE], 'practice-1', 'mine')).toEqual({
      connectionId: 'practice',
      model: 'practice-1',
      standsIn: false,
    });
    expect(fittingConnection([PRACTICE], 'their-model', 'practice')).toEqual({
      connectionId: 'practice',
      model: 'practice-1',
      standsIn: true,
    });
    expect(fittingConnection([PRACTICE], undefined, null).standsIn).toBe(false);
  });
});

describe('a draft from a shared run', () => {
  it('has all that was shared, and is nobody’s child', () => {
    const { draft, standsIn } = draftOfShared(shared, base, [PRACTICE, MINE]);
    expect(standsIn).toBe(false);
    expect(draft).toMatchObject({
      connectionId: 'mine',
      model: 'their-model',
      prompts: ['one', 'two'],
      asList: true,
      parent: null,
    });
    expect(draft.settings.sent).toEqual(['temperature', 'n', 'stream']);
    expect(draft.settings.values).toMatchObject({ temperature: 0.3, n: 2, top_p: 0.4 });
  });

  it('keeps what is the reader’s own where a part was not shared', () => {
    const { prompt: _prompt, ...withoutPrompt } = shared;
    expect(draftOfShared(withoutPrompt, base, [PRACTICE, MINE]).draft.prompts).toEqual(['my own words']);
    const { model: _model, parameters: _parameters, ...withoutSettings } = shared;
    const { draft } = draftOfShared(withoutSettings, base, [PRACTICE, MINE]);
    expect(draft).toMatchObject({ connectionId: 'mine', model: 'my-model', prompts: ['one', 'two'] });
    expect(draft.settings).toEqual(base.settings);
  });

  it('passes over settings that cannot be sent, and keeps fields that it does not know', () => {
    const odd = { ...shared, parameters: { temperature: 'hot', top_a: 40, max_tokens: 5 } };
    const { draft } = draftOfShared(odd, base, [PRACTICE, MINE]);
    expect(draft.settings.sent).toEqual(['max_tokens', 'stream', 'extra_body']);
    expect(draft.settings.values.extra_body).toEqual({ top_a: 40 });
  });
});
