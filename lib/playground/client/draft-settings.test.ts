import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import { parameterValue, withReset, withSent, withValue } from './draft-settings';

it('begins with several choices, and resets them to the usual one', () => {
  expect(parameterValue(withSent(DEFAULT_SETTINGS, 'n', true), 'n')).toBe(3);
  const reset = withReset(withValue(DEFAULT_SETTINGS, 'n', 7), 'n');
  expect(parameterValue(reset, 'n')).toBe(1);
  expect(reset.sent).toContain('n');
  expect(withReset(withValue(DEFAULT_SETTINGS, 'max_tokens', 5), 'max_tokens').values).toEqual(
    DEFAULT_SETTINGS.values,
  );
});
