import { expect, it } from 'vitest';
import { createResponseReader } from '../response/read-response';
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

it.each([
  ['in its title', `<html><title>${KEY}</title></html>`],
  ['in its text', `<html><p>${KEY}</p></html>`],
  ['where its text is cut', `<html><p>${'x'.repeat(290)}${KEY}</p></html>`],
])('takes a key out of a page that repeats it %s', (_where, page) => {
  const response = { status: 200, id: null, model: null, systemFingerprint: null, requestId: null };
  const reader = createResponseReader({ contentType: 'text/html', response, secrets: [KEY] });
  reader.push(new TextEncoder().encode(page));
  expect(reader.end().end).toMatchObject({ status: 'failed', error: { kind: 'malformed', code: 'page' } });
  expect(JSON.stringify(reader.end().end)).not.toContain(KEY.slice(0, 8));
});
