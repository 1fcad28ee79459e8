import type { RunStatus } from '@/lib/protocol/run/run-events';
import { type MeasureName, type OutputMeasures, RUN_MEASURES } from './measures';
import { spread } from './spread';

/** What is known of one cell of many. */
export interface CellFacts {
  /** Null: it was not run. */
  readonly status: RunStatus | null;
  /** Of each output of a complete run that is as the plan says; else empty. */
  readonly outputs: readonly OutputMeasures[];
  /** The text of the first output, of a long one perhaps only the beginning; null: there is none, or it has not come. */
  readonly text: string | null;
  /** Equal for outputs that are the same but for white space around them; null like `text`. */
  readonly identity: string | null;
}

/** @param length UTF-16 units of the whole text, when only its beginning is there */
export function textIdentity(text: string, length = text.length): string {
  return length > text.length ? `${length} ${text}` : text.trim();
}

/** Undefined: nothing was run. */
export type FactsOf = (cell: string) => CellFacts | undefined;

/** The mean over a cell's outputs; null: none of them has a value. */
export function cellValue(facts: CellFacts | undefined, name: MeasureName): number | null {
  const outputs = facts?.outputs ?? [];
  if (outputs.length === 1 || RUN_MEASURES.has(name)) return outputs[0]?.values[name] ?? null;
  return spread(outputs.map(({ values }) => values[name]))?.mean ?? null;
}
