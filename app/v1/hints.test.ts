import { expect, it } from 'vitest';
import * as chatWithoutV1 from '@/app/chat/completions/route';
import * as completionsWithoutV1 from '@/app/completions/route';
import * as modelsWithoutV1 from '@/app/models/[[...model]]/route';
import * as nothing from '@/app/v1/[[...path]]/route';
import * as completions from '@/app/v1/completions/route';
import { createToken } from '@/lib/public-api/server/tokens';
import { callRoute, newVisitor } from '@/lib/testing/call-route';
import { describeApi } from '@/lib/testing/describe-api';

describeApi('a client with a wrong base URL', () => {
  it.each([
    ['POST', '/completions', completionsWithoutV1.POST],
    ['GET', '/completions', completionsWithoutV1.GET],
    ['GET', '/models', modelsWithoutV1.GET],
    ['POST', '/models', modelsWithoutV1.POST],
    ['GET', '/models/practice-1', modelsWithoutV1.GET],
  ])('is told the right one at %s %s, without a token', async (method, path, handler) => {
    const answer = await callRoute(handler, { method, path, headers: { host: 'localhost:4321' } });
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({
      error: {
        message: `Unknown endpoint: ${method} ${path}. The base URL is missing /v1. Use http://localhost:4321/v1.`,
        type: 'not_found_error',
        code: 'not_found',
      },
    });
  });

  it('is told about chat, a doubled /v1, and what there is', async () => {
    const { user } = await newVisitor();
    const { secret } = await createToken(user.id, { name: 'Program', expiresInDays: 7 });
    const sentence = async (path: string, handler = nothing.POST) => {
      const headers = { authorization: `Bearer ${secret}` };
      const answer = await callRoute(handler, { method: 'POST', path, headers });
      expect(answer.status).toBe(404);
      return (answer.json as { error: { message: string } }).error.message;
    };
    expect(await sentence('/v1/chat/completions')).toContain(
      'Send a prompt to POST http://localhost:3000/v1/completions.',
    );
    expect(await sentence('/chat/completions', chatWithoutV1.POST)).toContain(
      'POST http://localhost:3000/v1/',
    );
    expect(await sentence('/v1/v1/completions')).toContain('twice. Use http://localhost:3000/v1, or');
    expect(await sentence('/v1/embeddings')).toContain(
      'Available: POST http://localhost:3000/v1/completions',
    );
    expect(await sentence('/v1')).toContain('Available:');
  });

  it('is told which methods a path has', async () => {
    const { user } = await newVisitor();
    const { secret } = await createToken(user.id, { name: 'Program', expiresInDays: 7 });
    const answer = await callRoute(completions.GET, { headers: { authorization: `Bearer ${secret}` } });
    expect(answer.status).toBe(405);
    expect(answer.json).toMatchObject({ error: { message: "GET isn't supported here. Use POST." } });
  });
});
