import { describe, expect, it } from 'vitest';
import { createConnectionSchema } from '@/lib/connections/model/connections';
import { startRunSchema } from '@/lib/runs/model/runs';
import { refusalFromIssues } from './issue-to-refusal';

const key = '00000000-0000-4000-8000-000000000000';
const request = { model: 'm', prompt: 'p' };

function refusal(body: unknown) {
  const result = startRunSchema.safeParse(body);
  const { message, param, status } = refusalFromIssues(result.error?.issues ?? [], 'request');
  return { message, param, status };
}

describe('what a request is refused with', () => {
  it.each([
    [{ n: 2000 }, 'n', 'Choices (n) must be at most 1024.'],
    [{ temperature: 'hot' }, 'temperature', 'Temperature must be a number.'],
    [{ stop: ['a', ''] }, 'stop', "Stop sequences can't be empty."],
    [{ stop: 5 }, 'stop', /^stop: invalid input/],
    [{ logit_bias: { abc: 1 } }, 'logit_bias', 'Logit bias keys must be token IDs (whole numbers).'],
    [{ logit_bias: { 5: 'much' } }, 'logit_bias', 'Logit bias must be a number.'],
    [{ prompt: 7 }, 'prompt', 'Prompt must be text, token IDs, or a list of either.'],
    [{ n: 600, prompt: ['a', 'b'] }, 'n', 'Too many choices: 1200. Prompts × n can be at most 1024.'],
    [{ extra_body: { n: 2 } }, 'extra_body', 'n has its own field. Set it there.'],
    [{ wings: 2 }, 'wings', 'Unknown field "wings".'],
    [{ model: undefined }, 'model', 'Choose a model.'],
  ])('names the parameter of %j', (change, param, message) => {
    const found = refusal({
      idempotencyKey: key,
      connectionId: 'practice',
      request: { ...request, ...change },
    });
    expect(found).toMatchObject({ param, status: 400 });
    expect(found.message).toMatch(message);
  });

  it.each([
    [{ connectionId: undefined }, 'connectionId', 'connectionId is missing.'],
    [{ request: undefined }, 'request', 'request is missing.'],
    [{ wings: 1 }, 'wings', 'Unknown field "wings".'],
    [{ idempotencyKey: 'x' }, 'idempotencyKey', 'idempotencyKey: invalid UUID.'],
    [{ retries: { strategy: 'backoff' } }, 'retries.backoff', 'retries.backoff is missing.'],
  ])('names the field of %j', (change, param, message) => {
    expect(refusal({ idempotencyKey: key, connectionId: 'practice', request, ...change })).toEqual({
      param,
      message,
      status: 400,
    });
  });

  it.each([null, [], 'text', 5])('refuses %j as a body', (body) => {
    const issues = createConnectionSchema.safeParse(body).error?.issues ?? [];
    const found = refusalFromIssues(issues);
    expect(found.message).toMatch(/^The request body: invalid input: expected object/);
    expect(found.param).toBeUndefined();
  });
});
