import { type APIRequestContext, request } from '@playwright/test';
import { type App, startApp } from '@/e2e/support/app';
import { type Guest, startGuest } from '@/e2e/support/guest';

/** The app as `npm start` runs it, with one guest and a token of theirs. */
export interface Stage {
  readonly app: App;
  readonly guest: Guest;
  /** Calls with the guest's session. */
  readonly session: APIRequestContext;
  /** For `/v1`. */
  readonly token: string;
  /** `…/v1`. */
  readonly baseUrl: string;
  dispose(): Promise<void>;
}

export async function startStage(): Promise<Stage> {
  const app = await startApp();
  // A signal must not leave the server behind.
  process.once('exit', () => kill(app.pid));
  const session = await request.newContext({ baseURL: app.url });
  const guest = await startGuest(session);
  const made = await session.post('/api/tokens', { data: { name: 'Compatibility', expiresInDays: 7 } });
  const { secret } = await made.json();
  return {
    app,
    guest,
    session,
    token: secret,
    baseUrl: `${app.url}/v1`,
    dispose: async () => {
      await session.dispose();
      await app.dispose();
    },
  };
}

function kill(pid: number): void {
  try {
    if (pid > 0) process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
