import { expect, it, vi } from 'vitest';
import { AppError } from './app-error';

it('is known as one when another copy of this module has thrown it', async () => {
  vi.resetModules();
  const other = await import('./app-error');
  expect(other.AppError).not.toBe(AppError);
  const error: unknown = new other.AppError('rate_limited');
  expect(error instanceof AppError).toBe(true);
  for (const none of [new Error('x'), { code: 'rate_limited' }, null, 'x', undefined]) {
    expect(none instanceof AppError, String(none)).toBe(false);
  }
});
