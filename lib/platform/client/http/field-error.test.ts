import { expect, it } from 'vitest';
import { ApiError } from './api-error';
import { formErrors, issueErrors } from './field-error';

const refusal = (extra: { param?: string; retryAfterMs?: number }) =>
  new ApiError({ status: 400, code: 'invalid_request', message: 'No.', ...extra });

it('puts an error at the field it names, and nowhere else', () => {
  const errors = formErrors(refusal({ param: 'baseUrl' }), ['name', 'baseUrl']);
  expect(errors.at('baseUrl')).toBe('No.');
  expect(errors.at('name')).toBeUndefined();
  expect(errors.general).toBeUndefined();
});

it('shows an error of a field that the form lacks, or of none, for the whole form', () => {
  expect(formErrors(refusal({ param: 'kind' }), ['name']).general).toBe('No.');
  expect(formErrors(refusal({}), ['name']).general).toBe('No.');
  expect(formErrors(null, ['name']).general).toBeUndefined();
});

it('says how long to wait', () => {
  expect(formErrors(refusal({ retryAfterMs: 4200 }), []).general).toBe('No. Try again in 5 seconds.');
  expect(formErrors(refusal({ retryAfterMs: 600_000 }), []).general).toBe('No. Try again in 10 minutes.');
});

it('keeps the first issue of each field', () => {
  const issues = [
    { path: ['password', 'next'], message: 'Too short.' },
    { path: ['password', 'next'], message: 'Too plain.' },
    { path: [], message: 'Whole.' },
  ];
  const errors = issueErrors(issues, ['password.next']);
  expect(errors.at('password.next')).toBe('Too short.');
  expect(errors.general).toBe('Whole.');
});
