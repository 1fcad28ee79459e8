/**
 * The address of a comparison: `/compare?id=`. While it has no id the address is `/compare` alone, or says where its
 * columns come from: `?runs=<id>,<id>` or `?from=draft`; `?new` starts another one.
 */
export interface CompareAddress {
  readonly id: string | null;
  readonly runs: readonly string[];
  readonly fromDraft: boolean;
  /** Whatever was being composed is put aside. */
  readonly isNew: boolean;
}

export function readCompareAddress(search: string): CompareAddress {
  const query = new URLSearchParams(search);
  return {
    id: query.get('id') || null,
    runs: (query.get('runs') ?? '').split(',').filter((runId) => runId !== ''),
    fromDraft: query.get('from') === 'draft',
    isNew: query.has('new'),
  };
}

export function compareHref(id: string): string {
  return `/compare?id=${encodeURIComponent(id)}`;
}

/** Opens these runs of the history as columns, in this order. */
export function compareRunsHref(runIds: readonly string[]): string {
  return `/compare?runs=${runIds.map(encodeURIComponent).join(',')}`;
}

/** Each time another address, so that it also works on the page of a new comparison. */
export function newComparisonHref(): string {
  return `/compare?new=${Date.now()}`;
}

/** Changes the address without a step in the browser's own history: a reload comes back to this comparison. */
export function putComparisonInUrl(id: string | null): void {
  const url = new URL(location.href);
  for (const name of ['id', 'runs', 'from', 'new']) url.searchParams.delete(name);
  if (id !== null) url.searchParams.set('id', id);
  // With null the router takes the new address over; with its own state it would put the old one back later.
  if (url.href !== location.href) history.replaceState(null, '', url);
}
