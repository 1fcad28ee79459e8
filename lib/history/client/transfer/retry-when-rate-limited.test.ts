import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { retryWhenRateLimited } from './retry-when-rate-limited';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const refusal = (status: number, code: string, retryAfterMs?: number) =>
  new ApiError({ status, code, message: 'Wait.', retryAfterMs });

async function run(answers: (ApiError | 'done')[]) {
  const at: number[] = [];
  const begun = Date.now();
  const done = retryWhenRateLimited(new AbortController().signal, async () => {
    at.push(Date.now() - begun);
    const answer = answers[Math.min(at.length, answers.length) - 1] ?? 'done';
    if (answer instanceof ApiError) throw answer;
    return answer;
  }).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return { at, answer: await done };
}

it('waits as long as Retry-After says, also for a server that is closing', async () => {
  const requested = [
    refusal(429, 'rate_limited', 7_000),
    refusal(503, 'unavailable', 5_000),
    'done' as const,
  ];
  expect(await run(requested)).toEqual({ at: [0, 7_000, 12_000], answer: 'done' });
});

it('never asks again at once, and not for ever', async () => {
  const { at, answer } = await run([refusal(429, 'rate_limited', 0)]);
  expect(answer).toMatchObject({ code: 'rate_limited' });
  expect(at.length).toBeLessThan(50);
  expect(at[1]).toBe(1_000);
});

it('does not try again what is refused', async () => {
  expect((await run([refusal(422, 'invalid_request')])).at).toHaveLength(1);
});
