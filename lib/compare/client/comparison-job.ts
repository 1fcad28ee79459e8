import { diffJson, type JsonDifference } from '@/lib/compare/model/diff-json';
import { type DiffPart, type DiffUnit, type Mark, marksOf } from '@/lib/compare/model/diff-parts';
import { diffLines, diffSentences, diffWords } from '@/lib/compare/model/diff-text';
import type { MeasuredOutput } from '@/lib/compare/model/measured-output';
import { measureOutput, type OutputMeasures } from '@/lib/compare/model/measures';
import { similarityTo } from '@/lib/compare/model/similarity';
import { commonTextKind } from '@/lib/compare/model/text-kind';
import { diffSummary } from '@/lib/compare/model/what-differs';

/** The unit that texts are compared by. `auto`: what most of the texts look like. */
export type DiffMode = 'auto' | 'word' | 'sentence' | 'line' | 'json';

export interface ComparisonJob {
  /** Without tokens: there are many, and only their mean is used. */
  readonly outputs: readonly { readonly cell: string; readonly measured: MeasuredOutput }[];
  /** The output that the others are compared with. */
  readonly referenceCell: string | null;
  readonly mode: DiffMode;
}

/** How one output differs from the reference. */
export interface Difference {
  readonly parts: readonly DiffPart[];
  readonly unit: DiffUnit;
  /** What this output has and the reference does not, as ranges of its own text. */
  readonly marks: readonly Mark[];
  /** In a sentence. */
  readonly summary: string;
  /** False: some parts were too long and too different, and were compared roughly. */
  readonly exact: boolean;
  /** By structure; null when it was not requested or is not possible. */
  readonly json: readonly JsonDifference[] | null;
  /** Why it could not be compared by structure. */
  readonly note: string | null;
}

export interface ComparisonFindings {
  /** The unit that was used; null without a reference. */
  readonly mode: Exclude<DiffMode, 'auto'> | null;
  /** By cell; the reference has none. */
  readonly differences: Readonly<Record<string, Difference>>;
  readonly measures: Readonly<Record<string, OutputMeasures>>;
}

/** Compares and measures. Takes up to about 0.1 s per output: run it off the main thread. */
export function runComparisonJob({
  outputs,
  referenceCell,
  mode: requested,
}: ComparisonJob): ComparisonFindings {
  const reference = outputs.find(({ cell }) => cell === referenceCell)?.measured.text ?? null;
  const similarTo = reference === null ? null : similarityTo(reference);
  const measures = Object.fromEntries(
    outputs.map(({ cell, measured }) => [cell, measureOutput(measured, similarTo)]),
  );
  if (reference === null) return { mode: null, differences: {}, measures };
  const mode = requested === 'auto' ? guess(outputs.map(({ measured }) => measured.text)) : requested;
  const differences = Object.fromEntries(
    outputs
      .filter(({ cell }) => cell !== referenceCell)
      .map(({ cell, measured }) => [cell, differenceOf(reference, measured.text, mode)]),
  );
  return { mode, differences, measures };
}

function guess(texts: readonly string[]): Exclude<DiffMode, 'auto'> {
  const kind = commonTextKind(texts);
  return kind === 'prose' ? 'word' : kind === 'code' ? 'line' : 'json';
}

function differenceOf(reference: string, text: string, mode: Exclude<DiffMode, 'auto'>): Difference {
  const json = mode === 'json' ? diffJson(reference, text) : null;
  const compare = mode === 'sentence' ? diffSentences : mode === 'word' ? diffWords : diffLines;
  const diff = compare(reference, text);
  const { parts, unit, exact } = diff;
  const structure = json?.ok ? json.differences : null;
  return {
    parts,
    unit,
    exact,
    marks: structure ? jsonMarks(structure) : marksOf(parts, 'other'),
    summary: structure ? structureSummary(structure) : diffSummary(diff),
    json: structure,
    note: json?.ok === false ? json.message : null,
  };
}

function structureSummary(differences: readonly JsonDifference[]): string {
  if (differences.length === 0) return 'No structural differences.';
  const kinds = ['added', 'removed', 'changed', 'moved'] as const;
  const counts = kinds.flatMap((kind) => {
    const count = differences.filter((difference) => difference.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  return `${counts.join(', ')}.`;
}

function jsonMarks(differences: readonly JsonDifference[]): Mark[] {
  return differences
    .flatMap(({ otherRange, before }): Mark[] =>
      otherRange ? [{ ...otherRange, kind: 'different', counterpart: before ?? '' }] : [],
    )
    .sort((a, b) => a.start - b.start);
}
