import { afterEach, expect, it, vi } from 'vitest';
import { putComparisonInUrl, putViewInUrl, readCompareAddress } from './comparison-url';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A page at this address; returns how to read the address that it has now. */
function at(address: string): () => string {
  const location = new URL(address, 'http://localhost');
  vi.stubGlobal('location', location);
  vi.stubGlobal('history', {
    replaceState: (_state: unknown, _title: string, url: URL) => {
      location.href = url.href;
    },
  });
  return () => `${location.pathname}${location.search}`;
}

it('only an address that the page never writes comes back to what was open last', () => {
  for (const kind of ['columns', 'sweep'] as const) {
    const address = at('/compare?view=table');
    expect(readCompareAddress('?view=table').isBare).toBe(true);
    putComparisonInUrl(null, kind);
    expect(address()).toBe(`/compare?view=table&kind=${kind}`);
    expect(readCompareAddress(location.search)).toMatchObject({ isBare: false, id: null, kind });
  }
});

it('what an address has brought is no part of it afterwards', () => {
  const address = at('/compare?kind=sweep&from=draft&vary=temperature&values=0,1');
  putComparisonInUrl('one', 'sweep');
  expect(address()).toBe('/compare?id=one');
  putViewInUrl('heat');
  expect(address()).toBe('/compare?id=one&view=heat');
  putViewInUrl('side');
  expect(address()).toBe('/compare?id=one');
});
