import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { expectSession } from '@/lib/platform/client/http/api';
import {
  getCurrentDocument,
  getOpeningFailure,
  openDocumentHere,
  openDocumentOfPage,
} from './current-document';
import { stubBrowser } from './testing/fake-browser';

const asked: string[] = [];

beforeEach(() => {
  asked.length = 0;
  stubBrowser();
  vi.stubGlobal('BroadcastChannel', undefined);
  expectSession('guest');
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    return Response.json({ error: { code: 'not_found', message: 'Not found.' } }, { status: 404 });
  });
  goTo('/');
});
afterEach(() => void vi.unstubAllGlobals());

function goTo(path: string): void {
  const url = new URL(path, 'http://localhost');
  const { href, search, pathname } = url;
  vi.stubGlobal('location', { href, search, pathname });
  vi.stubGlobal('history', { replaceState: (_: unknown, __: string, to: URL) => goTo(to.href) });
}

it('starts a new document where the address asks for one, and names it once it has a step', async () => {
  goTo('/?document=new');
  await openDocumentOfPage();
  const first = getCurrentDocument();
  expect(first).not.toBeNull();
  expect(asked).toEqual([]);
  expect(location.search).toBe('');
  first?.session.type([{ at: 0, removed: [], inserted: [{ text: 'Once', source: null }] }], 4);
  first?.session.seal();
  expect(location.search).toBe(`?document=${first?.id}`);
  goTo('/?document=new');
  await openDocumentOfPage();
  expect(getCurrentDocument()?.id).not.toBe(first?.id);
});

it('shows the document that is here again after another one could not be opened', async () => {
  await openDocumentOfPage();
  await openDocumentHere('gone');
  expect(getOpeningFailure()?.id).toBe('gone');
  await openDocumentOfPage();
  expect(getOpeningFailure()).toBeNull();
});
