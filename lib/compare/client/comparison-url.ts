import type { PlanKind } from '@/lib/compare/model/plan-cells';

/** How the cells of a comparison are shown: side by side, in a table, as a heat map or as lines. */
export const COMPARE_VIEWS = ['side', 'table', 'heat', 'lines'] as const;
export type CompareView = (typeof COMPARE_VIEWS)[number];

/** The view that the address names with `view=`; null: none. */
export function readViewInUrl(): CompareView | null {
  const named = new URLSearchParams(location.search).get('view');
  return COMPARE_VIEWS.find((view) => view === named) ?? null;
}

/** A reload, and others who open the address, come to the same view. */
export function putViewInUrl(view: CompareView): void {
  const url = new URL(location.href);
  if (view === 'side') url.searchParams.delete('view');
  else url.searchParams.set('view', view);
  if (url.href !== location.href) history.replaceState(null, '', url);
}

/**
 * The address of a comparison: `/compare?id=`. `/compare` alone comes back to what was open last. Without an id the address
 * of columns is `?kind=columns`, or names where they come from: `?runs=<id>,<id>`, `?from=draft` (or both) or
 * `?shared=<slug of a link>`; `?new` starts another one. `&draft=<key>` beside `from=draft`: what the playground's document
 * would run. A sweep without an id has `?kind=sweep`, and may name what it varies:
 * `&from=draft&vary=temperature&values=0,0.5,1`.
 */
export interface CompareAddress {
  /** It names nothing, as the link in the page's header does. */
  readonly isBare: boolean;
  readonly id: string | null;
  readonly runs: readonly string[];
  readonly fromDraft: boolean;
  /** Of what was handed over in the place of the draft. */
  readonly draftKey: string | null;
  /** The shared link that a new comparison is made from; its kind is that of the link. */
  readonly shared: string | null;
  /** The comparison being composed is stashed. */
  readonly isNew: boolean;
  /** The value of `new`: different for each click. */
  readonly newKey: string | null;
  /** Of a comparison without an id. */
  readonly kind: PlanKind;
  /** What a new sweep varies, and the values as they are typed; null: what every sweep starts with. */
  readonly vary: string | null;
  readonly values: string | null;
}

export function readCompareAddress(search: string): CompareAddress {
  const query = new URLSearchParams(search);
  return {
    isBare: [...query.keys()].every((name) => name === 'view'),
    id: query.get('id') || null,
    runs: (query.get('runs') ?? '').split(',').filter((runId) => runId !== ''),
    fromDraft: query.get('from') === 'draft',
    draftKey: query.get('draft'),
    shared: query.get('shared') || null,
    isNew: query.has('new'),
    newKey: query.get('new'),
    kind: query.get('kind') === 'sweep' ? 'sweep' : 'columns',
    vary: query.get('vary'),
    values: query.get('values'),
  };
}

export function compareHref(id: string): string {
  return `/compare?id=${encodeURIComponent(id)}`;
}

/** Opens these runs of the history as columns, in this order. */
export function compareRunsHref(runIds: readonly string[]): string {
  return `/compare?runs=${runIds.map(encodeURIComponent).join(',')}`;
}

/** A different address each time, so that it also works on the page of a new comparison. */
export function newComparisonHref(kind: PlanKind = 'columns', key = String(Date.now())): string {
  return `/compare?${kind === 'sweep' ? 'kind=sweep&' : ''}new=${key}`;
}

/** The comparison of this kind that is being composed. */
export function composingHref(kind: PlanKind): string {
  return `/compare?kind=${kind}`;
}

/** A new sweep around the playground's draft, over these values of a parameter. */
export function sweepDraftHref(vary: string, values: readonly number[]): string {
  return `/compare?${new URLSearchParams({ kind: 'sweep', from: 'draft', vary, values: values.join(',') })}`;
}

/**
 * Changes the address without a new entry in the browser's history: a reload comes back to this comparison, and so does
 * Back. One without an id is named by its kind: a bare address would mean what was open last.
 */
export function putComparisonInUrl(id: string | null, kind: PlanKind): void {
  const url = new URL(location.href);
  for (const name of ['id', 'runs', 'from', 'draft', 'shared', 'new', 'kind', 'vary', 'values'])
    url.searchParams.delete(name);
  if (id !== null) url.searchParams.set('id', id);
  else url.searchParams.set('kind', kind);
  // With null the router adopts the new address; with its own state it would put the old one back later.
  if (url.href !== location.href) history.replaceState(null, '', url);
}
