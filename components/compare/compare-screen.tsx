'use client';

import { useSearchParams } from 'next/navigation';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { PageMessage } from '@/components/shell/page-message';
import { Button, buttonStyle } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { toast } from '@/components/ui/toast';
import { leaveToasts } from '@/components/ui/toast-store';
import { CellFiguresProvider } from '@/lib/compare/client/cell-figures';
import { CompareStoreProvider } from '@/lib/compare/client/compare-context';
import { type CompareStore, type Opened, openCompareStore } from '@/lib/compare/client/compare-store';
import { composingHref, putComparisonInUrl, readCompareAddress } from '@/lib/compare/client/comparison-url';
import {
  forgetLeftComparison,
  lastComparison,
  noteLastComparison,
} from '@/lib/compare/client/left-comparison';
import { stashPlan } from '@/lib/compare/client/new-plan-storage';
import { openAddress } from '@/lib/compare/client/open-address';
import { kindOf, type PlanKind } from '@/lib/compare/model/plan-cells';
import type { Connection } from '@/lib/connections/model/connections';
import { ApiError, messageOf } from '@/lib/platform/client/http/api-error';
import { ComparisonScreen } from './comparison-screen';
import { type CompareSlots, CompareSlotsProvider } from './header/compare-slots';
import { CompareViewProvider, useCompareView } from './view-state';

const JudgeScreen = lazy(async () => ({ default: (await import('./judging/judge-screen')).JudgeScreen }));

type Page =
  | { readonly state: 'opening' }
  | { readonly state: 'open'; readonly compareStore: CompareStore }
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'deleted' };

export interface CompareScreenProps extends CompareSlots {
  initialConnections: readonly Connection[];
}

/** The comparison in the address, or a new one. */
export function CompareScreen(props: CompareScreenProps) {
  const [attempt, setAttempt] = useState(0);
  return <ComparePage key={attempt} {...props} onRetry={() => setAttempt(attempt + 1)} />;
}

function ComparePage({
  initialConnections,
  onRetry,
  ...slots
}: CompareScreenProps & { onRetry: () => void }) {
  // Another view is the same comparison.
  const query = new URLSearchParams(useSearchParams());
  query.delete('view');
  const search = query.toString();
  const [page, setPage] = useState<Page>({ state: 'opening' });
  const current = useRef<CompareStore | null>(null);
  const connections = useRef(initialConnections);
  const { share, shareDialog, openLink } = slots;
  const held = useMemo(() => ({ share, shareDialog, openLink }), [share, shareDialog, openLink]);

  useEffect(() => {
    const named = readCompareAddress(search);
    const last = named.isBare ? lastComparison() : null;
    const address = { ...named, ...last };
    const now = current.current?.plan.view();
    const shown = now?.comparison?.id ?? null;
    const isOfKind = address.id !== null || (now && kindOf(now.plan) === address.kind);
    // The address only followed the page: the comparison was saved, or its columns arrived.
    const addsColumns =
      address.runs.length > 0 || address.fromDraft || address.isNew || address.shared !== null;
    if (now && address.id === shown && isOfKind && !addsColumns) {
      // It is what the page's header leads back to.
      if (last) putComparisonInUrl(shown, kindOf(now.plan));
      return;
    }
    let isCurrent = true;
    const show = (next: Page) => {
      const before = current.current;
      current.current = next.state === 'open' ? next.compareStore : null;
      if (before) leaveToasts();
      before?.close();
      setPage(next);
    };
    show({ state: 'opening' });
    const open = (which: typeof address) => openAddress(which, connections.current, openLink);
    const opening = open(address).catch((error: unknown) => {
      if (address.id === null || !isGone(error)) throw error;
      forgetLeftComparison(address.id);
      if (named.id !== null) throw error;
      return open(named);
    });
    opening.then(
      (opened) => {
        if (!isCurrent) return;
        const compareStore = enter(opened, {
          isShown: (store) => current.current === store,
          onDeleted: (id) => {
            forgetLeftComparison(id);
            show({ state: 'deleted' });
          },
        });
        show({ state: 'open', compareStore });
        const { comparison, plan } = compareStore.plan.view();
        settleAt(comparison?.id ?? null, kindOf(plan));
      },
      (error: unknown) => {
        if (isCurrent) show({ state: 'failed', error });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [search, openLink]);

  useEffect(
    () => () => {
      const last = current.current;
      current.current = null;
      last?.close();
    },
    [],
  );

  if (page.state === 'opening') return OPENING;
  if (page.state === 'open') {
    return (
      <CompareSlotsProvider slots={held}>
        <CompareStoreProvider compareStore={page.compareStore}>
          <CompareViewProvider>
            <PlanScreen />
          </CompareViewProvider>
        </CompareStoreProvider>
      </CompareSlotsProvider>
    );
  }
  const gone = page.state === 'deleted' || isGone(page.error);
  return (
    <PageMessage
      title={gone ? 'Comparison not found' : "Couldn't open the comparison"}
      actions={
        <>
          {!gone && <Button onClick={onRetry}>Try again</Button>}
          <Link href={composingHref('columns')} className={buttonStyle(gone ? 'primary' : 'secondary')}>
            New comparison
          </Link>
          <Link href="/history/comparisons" className={buttonStyle('secondary')}>
            Saved comparisons
          </Link>
        </>
      }
    >
      <p>
        {page.state === 'failed' && !gone
          ? messageOf(page.error)
          : 'It was deleted or belongs to another account.'}
      </p>
    </PageMessage>
  );
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

const OPENING = <main id="main" tabIndex={-1} aria-busy="true" className="flex-1" />;

/** During blind judging nothing else is on the page: it would give the names away. */
function PlanScreen() {
  const { judged, view, group, order, contains, filter, choices } = useCompareView();
  const sums =
    view === 'table'
      ? group !== 'none' || order.by !== null || contains !== '' || filter === 'differs'
      : view !== 'side';
  return (
    <CellFiguresProvider isWhole={sums} choices={choices}>
      {judged === null ? (
        <ComparisonScreen />
      ) : (
        <Suspense fallback={OPENING}>
          <JudgeScreen cells={judged} />
        </Suspense>
      )}
    </CellFiguresProvider>
  );
}

/** It is what the page shows. */
function settleAt(id: string | null, kind: PlanKind): void {
  noteLastComparison(id, kind);
  putComparisonInUrl(id, kind);
}

/** What was open last is the comparison of this kind that was being composed. */
function isLastComposed(kind: PlanKind): boolean {
  const last = lastComparison();
  return last?.id === null && last.kind === kind;
}

/** The store of what was opened, with a toast about the previous comparison. */
function enter(
  { source, shown = [], stashed, added, unavailable }: Opened,
  {
    isShown,
    onDeleted,
  }: { isShown: (compareStore: CompareStore) => boolean; onDeleted: (id: string) => void },
): CompareStore {
  const settle = (id: string | null, kind: PlanKind) => {
    if (isShown(compareStore)) settleAt(id, kind);
    // The page has gone on meanwhile, and its address is another's.
    else if (isLastComposed(kind)) noteLastComparison(id, kind);
  };
  const compareStore: CompareStore = openCompareStore(source, {
    onCreated: ({ id, plan }) => settle(id, kindOf(plan)),
    onKind: (kind) => settle(null, kind),
    onDeleted,
  });
  for (const [column, run] of shown) compareStore.session.show(column, run);
  if (added !== undefined) toast(`Added as column ${added}.`, { id: 'compare' });
  const filled = unavailable === undefined ? [] : ['Loaded from the shared link.'];
  if (unavailable?.length) filled.push(`Using the practice model in place of ${unavailable.join(', ')}.`);
  const isReplaced = stashed != null && stashPlan(stashed);
  if (filled.length > 0 && !isReplaced) toast(filled.join(' '), { id: 'compare' });
  if (isReplaced) {
    toast([...filled, 'Your unsaved comparison was replaced.'].join(' '), {
      id: 'compare',
      of: 'page',
      action: {
        label: 'Undo',
        onClick: () => compareStore.plan.change({ note: null, ...stashed }),
      },
    });
  }
  return compareStore;
}
