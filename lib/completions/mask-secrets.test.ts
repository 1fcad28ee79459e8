import { expect, it } from 'vitest';
import { maskSecrets } from './mask-secrets';

const KEY = 'my-own-key-0123456789';

it('takes a known key out wherever it stands, whatever its form', () => {
  expect(maskSecrets(`a ${KEY} b ${KEY}`, [KEY])).toBe('a ••• b •••');
  expect(maskSecrets('nothing here', [KEY])).toBe('nothing here');
});

it('takes the beginning of a known key out of a text that was cut in its middle', () => {
  expect(maskSecrets('refused: my-own-key-012', [KEY])).toBe('refused: •••');
  expect(maskSecrets('this is my-own', [KEY])).toBe('this is my-own');
});

it('takes out what looks like a key of a known provider', () => {
  expect(maskSecrets('Incorrect API key provided: sk-abc***wxyz.')).not.toContain('wxyz');
});
