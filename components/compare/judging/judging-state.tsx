'use client';

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

interface Judging {
  /** The cells under judgement; null: none. */
  readonly cells: readonly string[] | null;
  /** Pairs follow one another, and nothing is revealed between them. */
  readonly isSeries: boolean;
  readonly judge: (cells: readonly string[] | null, isSeries?: boolean) => void;
}

const JudgingContext = createContext<Judging>({ cells: null, isSeries: false, judge: () => undefined });

export function JudgingProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<Omit<Judging, 'judge'>>({ cells: null, isSeries: false });
  const value = useMemo<Judging>(
    () => ({ ...state, judge: (cells, isSeries = false) => setState({ cells, isSeries }) }),
    [state],
  );
  return <JudgingContext value={value}>{children}</JudgingContext>;
}

export function useJudging(): Judging {
  return useContext(JudgingContext);
}
