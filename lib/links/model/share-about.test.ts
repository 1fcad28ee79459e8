import { expect, it } from 'vitest';
import { aSharedComparison } from '@/lib/protocol/fixtures/shared-comparison';
import { aSharedRun } from '@/lib/protocol/fixtures/shared-run';
import { aboutShare, hiddenLabel, shareAboutSchema } from './share-about';

const ALL = { prompt: true, parameters: true, outputs: true, probabilities: true, timings: true };

it('names a link by what its readers see, whatever its title', () => {
  const about = aboutShare(aSharedRun({ title: 'A title' }), { include: ALL, redactions: [] });
  expect(about).toEqual({
    words: 'Once upon a <time>',
    models: ['shared-model'],
    hidden: [],
    redactions: 0,
  });
  expect(shareAboutSchema.parse(about)).toEqual(about);
  expect(hiddenLabel(about)).toBeNull();
});

it('says what is hidden, and takes no word of it', () => {
  const { prompt: _, model: __, parameters: ___, ...rest } = aSharedRun();
  const include = { ...ALL, prompt: false, parameters: false };
  const about = aboutShare(rest, { include, redactions: ['Ada', 'Bob'] });
  expect(about).toEqual({ words: '', models: [], hidden: ['prompt', 'parameters'], redactions: 2 });
  expect(hiddenLabel(about)).toBe('Hidden: prompt, settings · 2 items redacted');
  expect(hiddenLabel({ ...about, hidden: [], redactions: 1 })).toBe('1 item redacted');
});

it('says what a comparison compared, and stays short', () => {
  const about = aboutShare(aSharedComparison(), { include: ALL, redactions: [] });
  expect(about.compared).toMatch(/^\d+ columns · /);
  const long = aboutShare(aSharedRun({ model: 'm'.repeat(300), prompt: 'word '.repeat(300) }), {
    include: ALL,
    redactions: [],
  });
  expect(long.models[0]?.length).toBe(120);
  expect(long.words.length).toBeLessThanOrEqual(120);
});
