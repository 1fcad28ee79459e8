import { type APIRequestContext, expect } from '@playwright/test';
import { signUpThroughApi } from './accounts';

/** A user who shares, with a name, a connection and a key that readers must never see a trace of. */
export async function canaryOwner(request: APIRequestContext) {
  const email = await signUpThroughApi(request);
  await request.patch('/api/account', { data: { name: 'Canary Person' } });
  const { viewer } = await (await request.get('/api/account')).json();
  const connection = {
    name: 'Canary connection',
    kind: 'custom',
    baseUrl: 'http://127.0.0.1:9/canary/v1',
    key: 'sk-canary-key-0123456789',
    isDefault: false,
  };
  const made = await request.post('/api/connections', { data: connection });
  expect(made.status()).toBe(201);
  const { id: connectionId } = await made.json();
  return { email, userId: viewer.id as string, connectionId: connectionId as string };
}
