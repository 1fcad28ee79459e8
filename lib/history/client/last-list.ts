'use client';

import { useStore } from 'zustand';
import { createBrowserStore } from '@/lib/platform/client/browser-store';

/** The address of the list that was shown last, with its search and filters: where a run's page leads back to. */
const lastList = createBrowserStore({ href: '/history' });

export function noteList(query: string): void {
  lastList.setState({ href: query === '' ? '/history' : `/history?${query}` });
}

export function useLastList(): string {
  return useStore(lastList, ({ href }) => href);
}
