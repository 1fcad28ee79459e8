import { expect, it } from 'vitest';
import { silenceLabel } from './status-labels';

it('a choice that never came is told from one that ended at once, and from one that was stopped', () => {
  expect(silenceLabel('complete', null)).toBe('No text: the server sent nothing for this choice.');
  expect(silenceLabel('complete', 'stop')).toBe('No text: the model ended at once.');
  expect(silenceLabel('stopped', null)).toBe('No text: the run ended before the first token.');
});
