import { beforeEach, expect, it, vi } from 'vitest';
import { getCurrentRun, start } from '@/lib/playground/client/run-controller';
import type { StartRun } from '@/lib/runs/model/runs';
import { openRunOfUrl } from './open-run';

const url = vi.hoisted(() => ({ run: null as string | null, tab: null as string | null }));
let phase = 'ended';

vi.mock('@/lib/runs/client/run-url', () => ({
  putRunInUrl: (id: string | null) => {
    url.run = id;
  },
  noteRunOfTab: (id: string | null) => {
    url.tab = id;
  },
  runIdInUrl: () => url.run,
  runOfTab: () => url.tab,
}));
vi.mock('@/lib/runs/client/run-view', () => ({ isLive: () => phase === 'live' }));
vi.mock('@/lib/runs/client/run-channel', () => ({ announceRunsChanged: () => undefined }));
vi.mock('@/lib/runs/client/run-session', () => ({
  startSession: () => {
    const view = { runId: 'of the document', error: null, refusal: null, startRequest: { request: {} } };
    const views = { subscribe: () => () => undefined, getState: () => view };
    const store = { view: () => view, views, subscribe: (listener: () => void) => listener() };
    return { store, done: new Promise(() => undefined), close: () => undefined };
  },
}));

const startBeside = () => start({} as Omit<StartRun, 'idempotencyKey'>, null, false, true, false);
const openLink = async () => undefined;

beforeEach(() => {
  vi.stubGlobal('location', { search: '' });
  url.run = null;
  url.tab = null;
  phase = 'ended';
});

it('does not take over a run that has written into a document', async () => {
  startBeside();
  expect(getCurrentRun()?.runId).toBe('of the document');
  await openRunOfUrl(openLink);
  expect(getCurrentRun()).toBeNull();
  expect(url).toEqual({ run: null, tab: null });
});

it('leaves one that is still going where it is', async () => {
  phase = 'live';
  startBeside();
  url.tab = 'of the prompt';
  await openRunOfUrl(openLink);
  expect(getCurrentRun()?.runId).toBe('of the document');
  expect(url.run).toBeNull();
});
