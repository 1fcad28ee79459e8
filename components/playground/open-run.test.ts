import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { StartRun } from '@/lib/runs/model/runs';

const url = { run: null as string | null, tab: null as string | null };
let phase = 'ended';

// Test files share their modules: these are for this one only.
beforeAll(() => {
  vi.resetModules();
  vi.doMock('@/lib/runs/client/run-url', () => ({
    putRunInUrl: (id: string | null) => {
      url.run = id;
    },
    noteRunOfTab: (id: string | null) => {
      url.tab = id;
    },
    runIdInUrl: () => url.run,
    runOfTab: () => url.tab,
  }));
  vi.doMock('@/lib/runs/client/run-view', () => ({ isLive: () => phase === 'live' }));
  vi.doMock('@/lib/runs/client/run-channel', () => ({ announceRunsChanged: () => undefined }));
  vi.doMock('@/lib/runs/client/run-session', () => ({
    startSession: () => {
      const view = { runId: 'of the document', error: null, refusal: null, startRequest: { request: {} } };
      const views = { subscribe: () => () => undefined, getState: () => view };
      const store = { view: () => view, views, subscribe: (listener: () => void) => listener() };
      return { store, done: new Promise(() => undefined), close: () => undefined };
    },
  }));
});
afterAll(() => {
  vi.doUnmock('@/lib/runs/client/run-url');
  vi.doUnmock('@/lib/runs/client/run-view');
  vi.doUnmock('@/lib/runs/client/run-channel');
  vi.doUnmock('@/lib/runs/client/run-session');
  vi.resetModules();
});

const load = async () => ({
  ...(await import('@/lib/playground/client/run-controller')),
  ...(await import('./open-run')),
});
const startBeside = ({ start }: Awaited<ReturnType<typeof load>>) =>
  start({} as Omit<StartRun, 'idempotencyKey'>, null, false, true, false);
const openLink = async () => undefined;

beforeEach(() => {
  vi.stubGlobal('location', { search: '' });
  url.run = null;
  url.tab = null;
  phase = 'ended';
});

it('does not take over a run that has written into a document', async () => {
  const page = await load();
  startBeside(page);
  expect(page.getCurrentRun()?.runId).toBe('of the document');
  await page.openRunOfUrl(openLink);
  expect(page.getCurrentRun()).toBeNull();
  expect(url).toEqual({ run: null, tab: null });
});

it('leaves one that is still going where it is', async () => {
  phase = 'live';
  const page = await load();
  startBeside(page);
  url.tab = 'of the prompt';
  await page.openRunOfUrl(openLink);
  expect(page.getCurrentRun()?.runId).toBe('of the document');
  expect(url.run).toBeNull();
});
