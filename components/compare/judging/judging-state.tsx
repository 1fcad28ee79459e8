'use client';

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

interface Judging {
  /** The cells under judgement; null: none. */
  readonly cells: readonly string[] | null;
  readonly judge: (cells: readonly string[] | null) => void;
}

const JudgingContext = createContext<Judging>({ cells: null, judge: () => undefined });

export function JudgingProvider({ children }: { children: ReactNode }) {
  const [cells, setCells] = useState<readonly string[] | null>(null);
  const value = useMemo(() => ({ cells, judge: setCells }), [cells]);
  return <JudgingContext value={value}>{children}</JudgingContext>;
}

export function useJudging(): Judging {
  return useContext(JudgingContext);
}
