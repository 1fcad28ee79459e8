'use client';

import { useStore } from 'zustand';
import { endOf } from '@/lib/documents/model/end-of-text';
import { createBrowserStore } from '@/lib/platform/client/browser-store';

/** How many units of the text before the cursor are sent, by connection and model; where there is none: all of it. */
const store = createBrowserStore<Readonly<Record<string, number>>>({});

/** The text before the cursor as it is sent. On this page only: after a reload it is asked again. */
export function textToSend(connectionId: string | null, model: string, before: string): string {
  const length = store.getState()[keyOf(connectionId, model)];
  return length === undefined ? before : endOf(before, length);
}

/** Null: all of it. */
export function useSentLength(connectionId: string | null, model: string): number | null {
  return useStore(store, (lengths) => lengths[keyOf(connectionId, model)] ?? null);
}

/** Null: all of it. */
export function chooseSentLength(connectionId: string | null, model: string, length: number | null): void {
  const { [keyOf(connectionId, model)]: _before, ...others } = store.getState();
  store.setState(length === null ? others : { ...others, [keyOf(connectionId, model)]: length }, true);
}

function keyOf(connectionId: string | null, model: string): string {
  return `${connectionId ?? ''} ${model}`;
}
