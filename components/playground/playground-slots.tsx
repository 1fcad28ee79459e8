'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { PickRun } from '@/components/runs/score/compare-scores';
import type { ParameterName } from '@/lib/protocol/request/parameters';

/** Values selected on a slider, with the address of the sweep over them. */
export interface RangeSweep {
  readonly parameter: ParameterName;
  readonly values: readonly number[];
  readonly href: string;
}

/** Parts of other features on this screen, supplied by its page. */
export interface PlaygroundSlots {
  readonly history: (onOpenRun: (runId: string) => void) => ReactNode;
  /** The share button; a null id: no run has ended yet. */
  readonly share: (runId: string | null) => ReactNode;
  /** The history's runs with probabilities, of which one is picked. */
  readonly pickScoredRun: PickRun;
  /** Null where the range has no space for two values. */
  readonly sweepRange: (name: ParameterName, from: number, to: number) => Promise<RangeSweep | null>;
  /** The document that stands in the place of prompt and output, with the switch between both in its header. */
  readonly document: (modeSwitch: ReactNode) => ReactNode;
  /** Makes a document of a run and the runs that it came from. Returns its address. Throws `ApiError`. */
  readonly openAsDocument: (runId: string, choice: number) => Promise<string>;
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
