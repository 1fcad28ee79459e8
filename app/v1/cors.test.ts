import { expect, it } from 'vitest';
import { findRoutes } from '@/app/api/testing/find-routes';
import { PUBLIC_API_ROUTES } from '@/app/api/testing/public-api-routes';
import { ROUTES } from '@/app/api/testing/route-table';
import * as nothing from '@/app/v1/[[...path]]/route';
import * as completions from '@/app/v1/completions/route';
import { createToken } from '@/lib/public-api/server/tokens';
import { callRoute, newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { answers } from '@/lib/testing/upstream-answers';

const ELSEWHERE = { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' };
const MINE = 'access-control-allow-origin';

const found = await findRoutes();
const ofPublicApi = found.filter(({ name }) => Object.hasOwn(PUBLIC_API_ROUTES, name));
const ofTheApp = found.filter(({ path }) => path.startsWith('/api/'));

describeRuns('calls from pages of other sites', ({ upstream, connect, setEnv }) => {
  const allowOnly = (origins: string) => setEnv({ CORS_ORIGINS: origins });

  async function aCaller() {
    const { user, cookie } = await newVisitor();
    await connect(user.id);
    const { secret } = await createToken(user.id, { name: 'Page', expiresInDays: 7 });
    return { user, cookie, headers: { ...ELSEWHERE, authorization: `Bearer ${secret}` } };
  }

  it.each(ofPublicApi)(
    'may read what $name answers, refusals included',
    async ({ name, method, handler }) => {
      const answer = await callRoute(handler, {
        method,
        headers: ELSEWHERE,
        ...ROUTES[name]?.call?.({} as never),
      });
      expect(answer.status).toBe(ROUTES[name]?.owner);
      expect(answer.headers.get(MINE)).toBe('*');
      expect(answer.headers.get('access-control-expose-headers')).toContain('x-request-id');
      expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
      expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
    },
  );

  it('may not read anything of the app’s own API', async () => {
    expect(ofTheApp.length).toBeGreaterThan(40);
    for (const { method, handler } of ofTheApp) {
      const answer = await callRoute(handler, { method, headers: ELSEWHERE });
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('read whole answers, streams, errors of the upstream, and which run it was', async () => {
    const { headers } = await aCaller();
    const call = (body: { model: string; [field: string]: unknown }) =>
      callRoute(completions.POST, {
        method: 'POST',
        headers: { ...headers, ...(body.model === 'test-model' && { 'x-connection': 'Test upstream' }) },
        body,
      });
    for (const [body, status] of [
      [{ model: 'practice-1', prompt: 'x', max_tokens: 3 }, 200],
      [{ model: 'practice-1', prompt: 'x', max_tokens: 3, stream: true }, 200],
      [{ model: 'practice-1', prompt: 'x', temperature: 9 }, 400],
      [{ model: 'test-model', prompt: 'x' }, 429],
    ] as const) {
      if (status === 429)
        upstream().enqueue(answers.error(429, 'Slow down.', { headers: { 'retry-after': '7' } }));
      const answer = await call(body);
      expect(answer.status, answer.text).toBe(status);
      expect(answer.headers.get(MINE)).toBe('*');
      const exposed = answer.headers.get('access-control-expose-headers')?.split(', ') ?? [];
      expect(exposed).toEqual(expect.arrayContaining(['x-run-id', 'x-connection', 'retry-after']));
      if (status !== 400) expect(answer.headers.get('x-run-id')).toMatch(/^[0-9a-f-]{36}$/);
      if (status === 429) expect(answer.headers.get('retry-after')).toBe('7');
    }
  });

  it('ask beforehand without a token, and may send every header that their SDK has', async () => {
    const asked =
      'authorization,content-type,idempotency-key,openai-organization,x-connection,x-stainless-lang';
    const ask = (handler: typeof completions.OPTIONS, headers: Record<string, string>) =>
      callRoute(handler, { method: 'OPTIONS', headers: { ...ELSEWHERE, ...headers } });
    const request = { 'access-control-request-method': 'POST', 'access-control-request-headers': asked };
    for (const handler of [completions.OPTIONS, nothing.OPTIONS]) {
      const answer = await ask(handler, request);
      expect(answer.status).toBe(204);
      expect(answer.headers.get(MINE)).toBe('*');
      expect(answer.headers.get('access-control-allow-headers')).toBe(asked);
      expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
      expect(Number(answer.headers.get('access-control-max-age'))).toBeGreaterThan(0);
      expect(answer.headers.has('access-control-allow-private-network')).toBe(false);
    }
    const usual = await ask(completions.OPTIONS, { 'access-control-request-headers': '"><script>' });
    expect(usual.headers.get('access-control-allow-headers')).toMatch(/^authorization, content-type/);
    const local = await ask(completions.OPTIONS, {
      ...request,
      'access-control-request-private-network': 'true',
    });
    expect(local.headers.get('access-control-allow-private-network')).toBe('true');
  });

  it('need a token: the visitor’s cookie opens nothing', async () => {
    const { cookie } = await aCaller();
    const answer = await callRoute(completions.POST, {
      method: 'POST',
      cookie,
      headers: ELSEWHERE,
      body: { model: 'practice-1', prompt: 'x' },
    });
    expect(answer.status).toBe(401);
  });

  it('are for some sites only, or for none, where the server is set so', async () => {
    const { headers } = await aCaller();
    const call = (origin: string, method = 'POST') =>
      callRoute(method === 'POST' ? completions.POST : completions.OPTIONS, {
        method,
        headers: { ...headers, origin, 'access-control-request-headers': 'authorization' },
        body: { model: 'practice-1', prompt: 'x', max_tokens: 2 },
      });
    allowOnly('https://app.example, tauri://localhost');
    for (const origin of ['https://app.example', 'tauri://localhost']) {
      for (const method of ['POST', 'OPTIONS']) {
        const answer = await call(origin, method);
        expect(answer.headers.get(MINE)).toBe(origin);
        expect(answer.headers.get('vary')).toContain('Origin');
      }
    }
    for (const origin of ['https://evil.example', 'https://app.example.evil.example', 'null']) {
      const asked = await call(origin, 'OPTIONS');
      expect(asked.headers.has(MINE)).toBe(false);
      expect(asked.headers.has('access-control-allow-headers')).toBe(false);
      expect((await call(origin)).headers.has(MINE)).toBe(false);
    }
    allowOnly('none');
    expect((await call('https://app.example', 'OPTIONS')).headers.has(MINE)).toBe(false);
    const answer = await call('https://app.example');
    expect(answer.status).toBe(200);
    expect(answer.headers.has(MINE)).toBe(false);
  });

  it('say nothing under a name that is not this server’s (DNS rebinding)', async () => {
    const { headers } = await aCaller();
    for (const method of ['POST', 'OPTIONS'] as const) {
      const answer = await callRoute(method === 'POST' ? completions.POST : completions.OPTIONS, {
        method,
        headers: { ...headers, host: 'rebound.example' },
        body: { model: 'practice-1', prompt: 'x' },
      });
      expect(answer.status).toBe(403);
      expect(answer.headers.has(MINE)).toBe(false);
    }
  });
});
