import { expect, it } from 'vitest';
import { silenceInWords } from './status-words';

it('a choice that never came is told from one that ended at once, and from one that was stopped', () => {
  expect(silenceInWords('complete', null)).toBe('No text: the server sent nothing for this choice.');
  expect(silenceInWords('complete', 'stop')).toBe('No text: the model ended at once.');
  expect(silenceInWords('stopped', null)).toBe('No text: the run ended before the first token.');
});
