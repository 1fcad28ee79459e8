import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StepsToSave } from '@/lib/documents/model/documents';
import { expectSession } from '@/lib/platform/client/http/api';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { newDocument, openDocument } from './open-document';
import { stubBrowser } from './testing/fake-browser';
import { createFakeServer } from './testing/fake-server';

let server: ReturnType<typeof createFakeServer>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  stubBrowser();
  vi.stubGlobal('BroadcastChannel', undefined);
  expectSession('guest');
  server = createFakeServer();
  vi.stubGlobal('fetch', async (path: string, { method, body }: { method: string; body?: string }) => {
    try {
      if (method === 'POST' && path.endsWith('/steps')) {
        return Response.json(await server.send(JSON.parse(body ?? '') as StepsToSave));
      }
      const detail = server.detail();
      if (detail !== null) return Response.json(detail);
      return Response.json({ error: { code: 'not_found', message: 'Not found.' } }, { status: 404 });
    } catch (error) {
      if (error instanceof ApiError) throw new TypeError('failed');
      throw error;
    }
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('is made by its first step, and opened again as it was left', async () => {
  const document = newDocument();
  expect(document.status.getState()).toMatchObject({ saving: 'saved', why: null, title: null });
  document.session.type([{ at: 0, removed: [], inserted: [{ text: 'Once', source: null }] }], 4);
  await vi.advanceTimersByTimeAsync(3_000);
  await vi.waitFor(() => expect(document.status.getState().saving).toBe('saved'));
  expect(server.detail()?.text).toBe('Once');
  document.close();
  const again = await openDocument(document.id);
  expect(again.session.view().text.text).toBe('Once');
  again.close();
});

it('is not there where there is none', async () => {
  await expect(openDocument('b')).rejects.toMatchObject({ status: 404 });
});

it('saves what was typed last when its page is left', async () => {
  const document = newDocument();
  document.session.type([{ at: 0, removed: [], inserted: [{ text: 'Once', source: null }] }], 4);
  window.dispatchEvent(new Event('pagehide'));
  await vi.advanceTimersByTimeAsync(0);
  expect(server.detail()?.text).toBe('Once');
  document.close();
});
