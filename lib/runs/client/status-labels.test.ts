import { expect, it } from 'vitest';
import { silenceLabel } from './status-labels';

it('a choice that never came has another label than one that ended at once, or was stopped', () => {
  expect(silenceLabel('complete', null)).toBe('No text: the server sent nothing for this choice.');
  expect(silenceLabel('complete', 'stop')).toBe('No text: stopped immediately.');
  expect(silenceLabel('stopped', null)).toBe('No text: the run ended before the first token.');
});
