import { expect, it } from 'vitest';
import type { StartRequest } from '@/lib/runs/client/run-view';
import { emptyDraft } from './draft';
import { withSent, withValue } from './draft-settings';
import { draftOfRun } from './opened-run';
import { differencesFromRun } from './run-differences';

const ask: StartRequest = {
  connectionId: 'local',
  connectionName: 'Local server',
  request: { model: 'm', prompt: 'Once', stream: true, temperature: 0.2, stop: 'END' },
  retries: null,
};
const draft = draftOfRun({ id: 'run', ...ask }, emptyDraft());

it('finds nothing while the editor has the request of the run, whatever its form', () => {
  expect(differencesFromRun(draft, ask)).toBe('');
  // What is not sent does not count, nor where the draft came from.
  const { settings } = draft;
  const unsent = withSent(withValue(settings, 'seed', 7), 'seed', false);
  expect(differencesFromRun({ ...draft, parent: null, background: true, settings: unsent }, ask)).toBe('');
  const list = { ...draft, asList: true, prompts: ['Once', 'Twice'] };
  expect(differencesFromRun(list, { ...ask, request: { ...ask.request, prompt: ['Once', 'Twice'] } })).toBe(
    '',
  );
});

it('names what has changed since', () => {
  const settings = withValue(withValue(draft.settings, 'temperature', 0.9), 'seed', 7);
  expect(differencesFromRun({ ...draft, settings, prompts: ['Once upon'] }, ask)).toBe(
    'prompt, temperature 0.2 → 0.9, seed set to 7',
  );
  expect(differencesFromRun({ ...draft, connectionId: 'other', model: 'n' }, ask)).toBe(
    'connection, model m → n',
  );
  expect(differencesFromRun({ ...draft, asList: true, prompts: ['Once', 'Twice'] }, ask)).toBe('prompt');
});

it('reads a value out of bounds, which could not be run', () => {
  const settings = withValue(draft.settings, 'temperature', 99);
  expect(differencesFromRun({ ...draft, settings }, ask)).toBe('temperature 0.2 → 99');
});

it('compares the text, the model and the connection alone with a run that scored its prompt', () => {
  const scored = { ...ask, request: { model: 'm', prompt: 'Once', echo: true, logprobs: 5, max_tokens: 0 } };
  expect(differencesFromRun(draft, scored)).toBe('');
  const other = { ...draft, prompts: ['Twice'], model: 'other', connectionId: 'elsewhere' };
  expect(differencesFromRun(other, scored)).toBe('prompt, connection, model');
  // With more to write it is an ordinary run.
  const writes = { ...scored, request: { ...scored.request, max_tokens: 9 } };
  expect(differencesFromRun(draft, writes)).not.toBe('');
});
