import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StepsToSave } from '@/lib/documents/model/documents';
import { expectSession } from '@/lib/platform/client/http/api';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { announceDocument } from './document-channel';
import { newDocument, openDocument } from './open-document';
import { stubBrowser } from './testing/fake-browser';
import { createFakeServer } from './testing/fake-server';

let server: ReturnType<typeof createFakeServer>;
/** What renames were sent; the next `failures` of them fail. */
const renames: (string | null)[] = [];
let failures = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  stubBrowser();
  renames.length = 0;
  failures = 0;
  vi.stubGlobal('BroadcastChannel', undefined);
  expectSession('guest');
  server = createFakeServer();
  vi.stubGlobal('fetch', async (path: string, { method, body }: { method: string; body?: string }) => {
    try {
      if (method === 'POST' && path.endsWith('/steps')) {
        return Response.json(await server.send(JSON.parse(body ?? '') as StepsToSave));
      }
      if (method === 'PATCH') {
        renames.push((JSON.parse(body ?? '') as { title: string | null }).title);
        failures -= 1;
        if (failures >= 0) throw new TypeError('failed');
        return new Response(null, { status: 204 });
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

it('keeps a title that was given while the first save was under way, and tries again where that fails', async () => {
  const document = newDocument();
  const send = server.send;
  vi.spyOn(server, 'send').mockImplementation(async (save) => {
    if (save.since === 0) document.rename('Title');
    return send(save);
  });
  failures = 1;
  document.session.type([{ at: 0, removed: [], inserted: [{ text: 'Once', source: null }] }], 4);
  await vi.advanceTimersByTimeAsync(3_000);
  await vi.waitFor(() => expect(renames[0]).toBe('Title'));
  await vi.advanceTimersByTimeAsync(10_000);
  await vi.waitFor(() => expect(renames).toEqual(['Title', 'Title']));
  document.close();
});

it('takes the title that the list has given it', () => {
  const document = newDocument();
  announceDocument(document.id, 'Of the list');
  expect(document.status.getState().title).toBe('Of the list');
  document.close();
});
