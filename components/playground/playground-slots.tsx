'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { ParameterName } from '@/lib/protocol/request/parameters';

/** Values that were painted over a slider, with the address of the sweep over them. */
export interface RangeSweep {
  readonly parameter: ParameterName;
  readonly values: readonly number[];
  readonly href: string;
}

/** What of other features stands on this screen, put in by its page. */
export interface PlaygroundSlots {
  readonly history: (onOpenRun: (runId: string) => void) => ReactNode;
  /** The button that shares the run; null: there is none that has ended. */
  readonly share: (runId: string | null) => ReactNode;
  /** Null where the stretch has no room for two values. */
  readonly sweepRange: (name: ParameterName, from: number, to: number) => Promise<RangeSweep | null>;
  /** Fills the editor from the shared link in the address (`?from=`). */
  readonly openLinkOfUrl: () => Promise<void>;
}

const SlotsContext = createContext<PlaygroundSlots | null>(null);

export function PlaygroundSlotsProvider({
  slots,
  children,
}: {
  slots: PlaygroundSlots;
  children: ReactNode;
}) {
  return <SlotsContext value={slots}>{children}</SlotsContext>;
}

export function usePlaygroundSlots(): PlaygroundSlots {
  const slots = useContext(SlotsContext);
  if (!slots) throw new Error('usePlaygroundSlots needs a PlaygroundSlotsProvider above it');
  return slots;
}
