'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { OpenLink } from '@/lib/compare/client/open-address';

/** Parts of other features on this screen, supplied by its page. */
export interface CompareSlots {
  /** The share button; a null id: the comparison cannot be shared now. `prepare` stores it first. */
  readonly share: (comparisonId: string | null, prepare: () => Promise<boolean>) => ReactNode;
  readonly openLink: OpenLink;
}

const SlotsContext = createContext<CompareSlots | null>(null);

export function CompareSlotsProvider({ slots, children }: { slots: CompareSlots; children: ReactNode }) {
  return <SlotsContext value={slots}>{children}</SlotsContext>;
}

export function useCompareSlots(): CompareSlots {
  const slots = useContext(SlotsContext);
  if (!slots) throw new Error('useCompareSlots needs a CompareSlotsProvider above it');
  return slots;
}
