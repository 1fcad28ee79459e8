import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StepsToSave } from '@/lib/documents/model/documents';
import { expectSession } from '@/lib/platform/client/http/api';
import { stubBrowser } from './testing/fake-browser';
import { createFakeServer } from './testing/fake-server';

let server: ReturnType<typeof createFakeServer>;
let browser: ReturnType<typeof stubBrowser>;

beforeEach(() => {
  vi.resetModules();
  browser = stubBrowser();
  vi.stubGlobal('BroadcastChannel', undefined);
  server = createFakeServer();
  server.network.isCut = true;
  vi.stubGlobal('fetch', async (_: string, { method, body }: { method: string; body?: string }) => {
    if (server.network.isCut) throw new TypeError('failed');
    if (method === 'POST') return Response.json(await server.send(JSON.parse(body ?? '') as StepsToSave));
    const detail = server.detail();
    if (detail !== null) return Response.json(detail);
    return Response.json({ error: { code: 'not_found', message: 'Not found.' } }, { status: 404 });
  });
  expectSession('guest');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A page that has stored a document without a network, and is gone. */
async function leftBehind(id: string, isCreated: boolean, createdAt = new Date().toISOString()) {
  const { unsavedSteps } = await import('./unsaved-steps');
  const { createDocumentSession } = await import('./document-session');
  const session = createDocumentSession({ nodes: [], head: null });
  session.type([{ at: 0, removed: [], inserted: [{ text: 'Once upon', source: null }] }], 4);
  session.seal();
  const { tree, head } = session.view();
  const stored = unsavedSteps(id);
  stored.put([...tree.nodes.values()].map((node) => ({ ...node, createdAt })));
  stored.putPlace({ head, title: null, isCreated, unsaved: null });
}

it('lists a document that was written without a network, and sends it when it is back', async () => {
  await leftBehind('a', false);
  const { sendUnsavedDocuments, unsavedDocuments } = await import('./unsaved-documents');
  expect(unsavedDocuments()).toMatchObject([{ id: 'a', excerpt: 'Once upon', words: 2 }]);
  server.network.isCut = false;
  await sendUnsavedDocuments(null);
  await vi.waitFor(() => expect(server.detail()?.text).toBe('Once upon'), 5_000);
  await vi.waitFor(() => expect(browser.local.length).toBe(0));
  expect(unsavedDocuments()).toEqual([]);
});

it('asks for a document of a page that has crashed once, and forgets its place when all of it is there', async () => {
  await leftBehind('a', false);
  server.network.isCut = false;
  const first = await import('./unsaved-documents');
  await first.sendUnsavedDocuments(null);
  await vi.waitFor(() => expect(browser.local.length).toBe(0));
  const { unsavedDocumentIds, unsavedSteps } = await import('./unsaved-steps');
  const head = server.detail()?.head ?? null;
  // It had stopped right after its last save: nothing is missing but the note that says so.
  unsavedSteps('a').putPlace({ head, title: null, isCreated: true, unsaved: null });
  expect(unsavedDocumentIds()).toEqual(['a']);
  vi.resetModules();
  const again = await import('./unsaved-documents');
  await again.sendUnsavedDocuments(null);
  expect(unsavedDocumentIds()).toEqual([]);
  expect(browser.local.length).toBe(0);
});

it('forgets what belongs to a document that was deleted, once it cannot come back', async () => {
  await leftBehind('a', true, new Date(Date.now() - 60 * 60_000).toISOString());
  await leftBehind('b', true);
  server.network.isCut = false;
  const { sendUnsavedDocuments } = await import('./unsaved-documents');
  const { unsavedDocumentIds } = await import('./unsaved-steps');
  await sendUnsavedDocuments(null);
  expect(unsavedDocumentIds()).toEqual(['b']);
});
