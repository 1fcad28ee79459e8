'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { recentItems } from '@/lib/palette/client/recent-items';
import { type FoundGroup, type PaletteItem, rankItems, searchItems } from '@/lib/palette/model/rank-items';

/** Where the palette's items come from. */
export interface PaletteSource {
  /** Never changes while the palette is open. */
  readonly name: string;
  readonly read: () => Promise<readonly PaletteItem[]>;
  /** What costs a request to a foreign server: read once something is typed. */
  readonly whenTyping?: boolean;
}

type Lists = Readonly<Record<string, readonly PaletteItem[]>>;
const NO_ITEMS: readonly PaletteItem[] = [];

/** What matches the query, of all sources that have answered. A source that fails has nothing. */
export function usePaletteItems(sources: readonly PaletteSource[], query: string) {
  const [lists, setLists] = useState<Lists>({});
  const [recent] = useState(recentItems);
  const requested = useRef(new Set<string>());
  const isTyping = query.trim() !== '';
  useEffect(() => {
    for (const { name, read, whenTyping = false } of sources) {
      if (requested.current.has(name) || (whenTyping && !isTyping)) continue;
      requested.current.add(name);
      void read()
        .catch(() => NO_ITEMS)
        .then((items) => setLists((now) => ({ ...now, [name]: items })));
    }
  }, [sources, isTyping]);

  const searched = useMemo(() => {
    const items = sources.flatMap(({ name }) => lists[name] ?? NO_ITEMS);
    // Of two with the same id the first.
    const byId = new Map<string, PaletteItem>();
    for (const item of items) if (!byId.has(item.id)) byId.set(item.id, item);
    return searchItems([...byId.values()]);
  }, [sources, lists]);
  const groups: readonly FoundGroup[] = useMemo(
    () => rankItems(searched, query, recent),
    [searched, query, recent],
  );
  const isLoading = sources.some(
    ({ name, whenTyping = false }) => lists[name] === undefined && (isTyping || !whenTyping),
  );
  return { groups, isLoading };
}
