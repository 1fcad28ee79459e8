'use client';

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type EndedOutput, useEndedOutputs } from '@/lib/compare/client/ended-outputs';
import { usePlanPart, useVariants } from '@/lib/compare/client/plan-actions';
import { useDifferences } from '@/lib/texts/client/use-differences';
import { type Divergence, firstDivergence } from '@/lib/texts/model/divergence';
import type { DifferencesJob, TextDifferences } from '@/lib/texts/model/text-differences';
import { sameAs } from '@/lib/texts/model/what-differs';
import { useCompareView } from '../view-state';
import { makePaneTexts, type PaneTexts } from './pane-texts';

/** The finished outputs of all columns, compared with each other. */
export interface ComparisonResults {
  /** In the columns' order; null for a column without a finished output. */
  readonly outputs: readonly (EndedOutput | null)[];
  readonly reference: EndedOutput | null;
  /** From the reference, by column; null until they are computed. */
  readonly differences: TextDifferences | null;
  /** Where each output diverges from the reference, by column; null: it is the same text. */
  readonly divergences: Readonly<Record<string, Divergence | null>>;
  /** The first column with the very same output, by column. */
  readonly same: Readonly<Record<string, string>>;
  readonly texts: PaneTexts;
}

const ResultsContext = createContext<ComparisonResults | null>(null);

export function useComparisonResults(): ComparisonResults {
  const value = useContext(ResultsContext);
  if (!value) throw new Error('useComparisonResults needs a ComparisonProvider above it');
  return value;
}

/** Compares whenever a run ends; while texts grow, nothing is compared. */
export function ComparisonProvider({ children }: { children: ReactNode }) {
  const columns = useVariants((columns) => columns);
  const referenceId = usePlanPart((plan) => plan.referenceId ?? null);
  const { mode, choices } = useCompareView();
  const outputs = useEndedOutputs(
    columns.map(({ id }) => id),
    choices,
  );
  const reference = outputs.find((output) => output?.cell === referenceId) ?? null;

  const job = useMemo<DifferencesJob | null>(() => {
    if (reference === null) return null;
    const others = outputs.flatMap((output) =>
      output && output !== reference ? [{ key: output.cell, text: output.completion }] : [],
    );
    return { reference: reference.completion, others, mode };
  }, [outputs, reference, mode]);
  const differences = useDifferences(job);
  const divergences = useDivergences(reference, outputs);

  const texts = useMemo(makePaneTexts, []);
  const results = useMemo<ComparisonResults>(() => {
    const written = outputs.map((output) => (output && output.completion !== '' ? output.completion : null));
    const firsts = sameAs(written);
    return {
      outputs,
      reference,
      differences,
      divergences,
      texts,
      same: Object.fromEntries(
        outputs.flatMap((output, at) => {
          const first = outputs[firsts[at] ?? -1];
          return output && first ? [[output.cell, first.cell]] : [];
        }),
      ),
    };
  }, [outputs, reference, differences, divergences, texts]);
  return <ResultsContext value={results}>{children}</ResultsContext>;
}

type Divergences = ComparisonResults['divergences'];
const NO_DIVERGENCES: Divergences = {};

/**
 * One output per turn of the event loop: each reads all tokens of a text, which must not delay typing or
 * streams.
 */
function useDivergences(
  reference: EndedOutput | null,
  outputs: readonly (EndedOutput | null)[],
): Divergences {
  const [found, setFound] = useState<{ of: readonly unknown[]; divergences: Divergences } | null>(null);
  useEffect(() => {
    if (!reference) return;
    const divergences: Record<string, Divergence | null> = {};
    const left = outputs.filter((output) => output !== null && output !== reference);
    let timer: ReturnType<typeof setTimeout>;
    const next = () => {
      const output = left.shift();
      if (!output) return setFound({ of: [reference, outputs], divergences });
      divergences[output.cell] = firstDivergence(comparable(reference), comparable(output));
      timer = setTimeout(next);
    };
    timer = setTimeout(next);
    return () => clearTimeout(timer);
  }, [reference, outputs]);
  const isOfThese = found?.of[0] === reference && found?.of[1] === outputs;
  return found && isOfThese ? found.divergences : NO_DIVERGENCES;
}

function comparable({ run, choice, text, from }: EndedOutput) {
  const { state } = run.store;
  const { request } = run.store.view().startRequest;
  return {
    text,
    from,
    tokens: state.choices[choice]?.tokens ?? null,
    model: state.response?.model ?? request.model,
  };
}
