import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { planOfVariants } from '@/lib/compare/model/plan-cells';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import { openCompareStore } from './compare-store';

const PLAN = planOfVariants({ prompt: 'Once' }, [
  { id: 'a', name: null, connectionId: 'practice', model: 'm', settings: DEFAULT_SETTINGS },
  { id: 'b', name: null, connectionId: 'practice', model: 'm', settings: DEFAULT_SETTINGS },
]);
const WHEN = '2026-01-01T00:00:00.000Z';
const QUIET = { waiting: [], live: [], refused: [], done: 0, total: 0 };

beforeEach(() => {
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', new EventTarget());
  vi.stubGlobal('BroadcastChannel', undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it.each(['start', 'stop'] as const)(
  'a %s follows the runs again where the connection was lost',
  async (act) => {
    let streams = 0;
    vi.stubGlobal('fetch', async (path: string) => {
      if (!path.includes('/events')) return Response.json(QUIET);
      streams += 1;
      if (streams > 1) {
        return new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } });
      }
      const error = { code: 'not_signed_in', message: 'Your session has expired.' };
      return Response.json({ error }, { status: 401 });
    });
    const comparison = { id: 'one', title: null, note: null, plan: PLAN, createdAt: WHEN, updatedAt: WHEN };
    const compareStore = openCompareStore({
      detail: {
        kind: 'columns',
        comparison: { ...comparison, links: 0 },
        queue: QUIET,
        since: '0',
        cells: [],
        votes: [],
      },
    });
    await vi.waitFor(() => expect(compareStore.session.view().lost).toBe('Your session has expired.'));
    await compareStore[act](['a']);
    await vi.waitFor(() => expect(compareStore.session.view()).toMatchObject({ lost: null, link: 'open' }));
    expect(streams).toBe(2);
    compareStore.close();
  },
);
