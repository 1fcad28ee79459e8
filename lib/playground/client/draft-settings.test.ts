import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import { parameterValue, withReset, withSent, withValue } from './draft-settings';

it('begins with several choices, and resets to none sent', () => {
  expect(parameterValue(withSent(DEFAULT_SETTINGS, 'n', true), 'n')).toBe(3);
  expect(withReset(withValue(DEFAULT_SETTINGS, 'n', 7), 'n')).toEqual(DEFAULT_SETTINGS);
});
