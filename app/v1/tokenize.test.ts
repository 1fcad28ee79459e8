import { expect, it } from 'vitest';
import * as detokenizeHere from '@/app/api/connections/[connectionId]/detokenize/route';
import * as tokenizeHere from '@/app/api/connections/[connectionId]/tokenize/route';
import * as detokenize from '@/app/v1/detokenize/route';
import * as tokenize from '@/app/v1/tokenize/route';
import { encode } from '@/lib/practice/tokenizer';
import { createToken } from '@/lib/public-api/server/tokens';
import { callRoute, newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { llamacpp } from '@/lib/testing/tokenizer-answers';
import { answers } from '@/lib/testing/upstream-answers';

describeRuns('tokens over the API', ({ upstream, connect }) => {
  async function aCaller() {
    const { user } = await newVisitor();
    const { secret } = await createToken(user.id, { name: 'Program', expiresInDays: 7 });
    await connect(user.id);
    const call = (handler: typeof tokenize.POST, body: unknown, connection?: string) =>
      callRoute(handler, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${secret}`, ...(connection && { 'x-connection': connection }) },
      });
    return { call };
  }

  it('come from the practice model, in vLLM’s shapes', async () => {
    const { call } = await aCaller();
    const text = 'The old house, é';
    const tokens = encode(text);
    const counted = await call(tokenize.POST, { model: 'practice-1', prompt: text });
    expect(counted.json).toEqual({ count: tokens.length, max_model_len: null, tokens, token_strs: null });
    const both = await call(tokenize.POST, {
      model: 'practice-1',
      prompt: [text, ''],
      return_token_strs: true,
      add_special_tokens: null,
    });
    expect(both.json).toMatchObject({ count: [tokens.length, 0], tokens: [tokens, []] });
    const back = await call(detokenize.POST, { model: 'practice-1', tokens });
    expect(back.json).toEqual({ prompt: text });
    const none = await call(detokenize.POST, { model: 'practice-1', tokens: [900_000] });
    expect(none).toMatchObject({ status: 400, json: { error: { param: 'tokens' } } });
  });

  it('come from the connection that a completion would go to', async () => {
    const { call } = await aCaller();
    upstream().alwaysTokens(llamacpp);
    const sent = { prompt: 'the' };
    const counted = await call(tokenize.POST, sent, 'test upstream');
    expect(counted.json).toEqual({ count: 1, max_model_len: 512, tokens: [257], token_strs: null });
    expect((await call(detokenize.POST, { tokens: [257] }, 'Test upstream')).json).toEqual({ prompt: 'the' });
    expect(await call(tokenize.POST, sent, 'another')).toMatchObject({ status: 404 });
  });

  it('are refused in the protocol’s shape where the upstream has none, or fails', async () => {
    const { call } = await aCaller();
    upstream().alwaysTokens(answers.error(404, 'Not found'));
    for (const [handler, body] of [
      [tokenize.POST, { prompt: 'the' }],
      [detokenize.POST, { tokens: [1] }],
    ] as const) {
      const refused = await call(handler, body, 'Test upstream');
      expect(refused.status).toBe(404);
      expect(refused.json).toMatchObject({
        error: { type: 'not_found_error', message: expect.stringContaining("doesn't offer a tokenizer") },
      });
    }
    const failing = await aCaller();
    upstream().alwaysTokens(answers.error(503, 'Loading model'));
    const failed = await failing.call(tokenize.POST, { prompt: 'the' }, 'Test upstream');
    expect(failed).toMatchObject({ status: 503, json: { error: { message: 'Loading model' } } });
  });

  it.each([
    [{}, 'prompt'],
    [{ prompt: [1] }, 'prompt'],
    [{ prompt: 'x', unheard: 1 }, 'unheard'],
    [{ prompt: 'x', model: 'm'.repeat(301) }, 'model'],
  ])('are refused for %j at the field', async (body, param) => {
    const { call } = await aCaller();
    const refused = await call(tokenize.POST, body);
    expect(refused.status).toBe(400);
    expect((refused.json as { error: { param: string } }).error.param).toContain(param);
  });

  it('need a token, and at most 8 MiB', async () => {
    expect((await callRoute(tokenize.POST, { method: 'POST', body: { prompt: 'x' } })).status).toBe(401);
    const { call } = await aCaller();
    const most = await call(tokenize.POST, { model: 'practice-1', prompt: 'a b '.repeat(30_000) });
    expect(most.status).toBe(200);
    expect((most.json as { count: number }).count).toBeGreaterThan(50_000);
    const tooLong = await call(tokenize.POST, { model: 'practice-1', prompt: 'a b '.repeat(2_000_000) });
    expect(tooLong).toMatchObject({ status: 400, json: { error: { code: 'context_length_exceeded' } } });
    expect((await call(tokenize.POST, { prompt: 'a b '.repeat(2_200_000) })).status).toBe(413);
  });
});

describeRuns('tokens for the page', ({ upstream, connect }) => {
  it('give one text alone, in one call, where no more is wanted', async () => {
    const visitor = await newVisitor();
    const params = { connectionId: await connect(visitor.user.id, undefined, 'llamacpp') };
    const ask = async (tokens: number[], return_token_strs?: boolean) => {
      const body = { model: 'm', tokens, ...(return_token_strs !== undefined && { return_token_strs }) };
      const options = { method: 'POST', cookie: visitor.cookie, params, body } as const;
      return (await callRoute(detokenizeHere.POST, options)).json;
    };
    upstream().alwaysTokens(llamacpp);
    expect(await ask([258, 258], false)).toEqual({ prompt: ' the the', token_strs: null });
    expect(upstream().tokenRequests.map(({ path }) => path)).toEqual(['/tokenize', '/detokenize']);
    expect(await ask([258, 99_999], false)).toEqual({
      prompt: null,
      token_strs: null,
      failure: "Some of these token IDs aren't in the model's vocabulary.",
    });
    for (const all of [undefined, true]) {
      expect(await ask([258, 258], all)).toEqual({ prompt: ' the the', token_strs: [' the', ' the'] });
    }
  });

  it('come without a session from the practice model', async () => {
    const answer = await callRoute(tokenizeHere.POST, {
      method: 'POST',
      params: { connectionId: 'practice' },
      body: { model: 'practice-1', prompt: ['One, two', ''], suffix: 'three' },
    });
    const prompt = [{ count: encode('One, two').length }, { count: 0 }];
    const suffix = { count: encode('three').length };
    expect(answer).toMatchObject({ status: 200, json: { prompt, suffix, max_model_len: null } });
  });

  it.each([
    [400, 'Too many tokens'],
    [503, 'Loading model'],
  ])('say what a tokenizer answered with %i, and are no error', async (status, failure) => {
    const { user, cookie } = await newVisitor();
    const connectionId = await connect(user.id);
    // The tokenizer is found, and refuses the text.
    upstream().alwaysTokens((response, request) =>
      (request.body.includes('long') ? answers.error(status, failure) : llamacpp)(response, request),
    );
    const options = { method: 'POST', params: { connectionId }, cookie };
    const counted = await callRoute(tokenizeHere.POST, {
      ...options,
      body: { model: 'm', prompt: ['long'] },
    });
    const none = { prompt: null, suffix: null, max_model_len: null };
    expect(counted).toMatchObject({ status: 200, json: { ...none, failure } });
    upstream().alwaysTokens(answers.reset());
    const texts = await callRoute(detokenizeHere.POST, { ...options, body: { model: 'm', tokens: [1] } });
    expect(texts.status).toBe(200);
    expect(texts.json).toMatchObject({
      prompt: null,
      failure: expect.stringContaining('without a response'),
    });
  });
});
