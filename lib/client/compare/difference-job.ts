import { diffJson, type JsonDifference } from '@/lib/completions/compare/diff-json';
import { diffLines } from '@/lib/completions/compare/diff-lines';
import { type DiffPart, type DiffUnit, type Mark, marksOf } from '@/lib/completions/compare/diff-parts';
import { diffSentences } from '@/lib/completions/compare/diff-sentences';
import { diffWords } from '@/lib/completions/compare/diff-words';
import { commonTextKind } from '@/lib/completions/compare/text-kind';

/** By what texts are compared. `auto`: by what most of them look like. */
export type DiffMode = 'auto' | 'word' | 'sentence' | 'line' | 'json';

export interface DifferenceJob {
  readonly reference: { readonly cell: string; readonly text: string };
  readonly others: readonly { readonly cell: string; readonly text: string }[];
  readonly mode: DiffMode;
}

/** How one output differs from the reference. */
export interface Difference {
  readonly parts: readonly DiffPart[];
  readonly unit: DiffUnit;
  /** What this output has and the reference has not, in its own text. */
  readonly marks: readonly Mark[];
  /** Units, or changes of structure. */
  readonly added: number;
  readonly removed: number;
  /** False: too long and too different in places, which were compared roughly. */
  readonly exact: boolean;
  /** By structure; null when it was not asked for or is not possible. */
  readonly json: readonly JsonDifference[] | null;
  /** Why it could not be compared by structure. */
  readonly note: string | null;
}

export interface DifferenceResult {
  readonly mode: Exclude<DiffMode, 'auto'>;
  readonly byCell: Readonly<Record<string, Difference>>;
}

/** All differences of a comparison. Takes up to about 0.1 s an output: run it off the page's thread. */
export function findDifferences({ reference, others, mode: wanted }: DifferenceJob): DifferenceResult {
  const mode = wanted === 'auto' ? guess([reference, ...others].map(({ text }) => text)) : wanted;
  const byCell = Object.fromEntries(
    others.map(({ cell, text }) => [cell, differenceOf(reference.text, text, mode)]),
  );
  return { mode, byCell };
}

function guess(texts: readonly string[]): DifferenceResult['mode'] {
  const kind = commonTextKind(texts);
  return kind === 'prose' ? 'word' : kind === 'code' ? 'line' : 'json';
}

function differenceOf(reference: string, text: string, mode: DifferenceResult['mode']): Difference {
  const json = mode === 'json' ? diffJson(reference, text) : null;
  const compare = mode === 'sentence' ? diffSentences : mode === 'word' ? diffWords : diffLines;
  const { parts, unit, exact } = compare(reference, text);
  const structure = json?.ok ? json.differences : null;
  return {
    parts,
    unit,
    exact,
    marks: structure ? jsonMarks(structure) : marksOf(parts, 'other'),
    added: structure ? count(structure, 'added', 'changed') : units(parts, 'added', unit),
    removed: structure ? count(structure, 'removed', 'changed') : units(parts, 'removed', unit),
    json: structure,
    note: json?.ok === false ? json.message : null,
  };
}

function count(differences: readonly JsonDifference[], ...kinds: JsonDifference['kind'][]): number {
  return differences.filter(({ kind }) => kinds.includes(kind)).length;
}

function jsonMarks(differences: readonly JsonDifference[]): Mark[] {
  return differences
    .flatMap(({ otherRange, before }): Mark[] =>
      otherRange ? [{ ...otherRange, kind: 'different', counterpart: before ?? '' }] : [],
    )
    .sort((a, b) => a.start - b.start);
}

/** Words, sentences or lines, as people would count them. */
function units(parts: readonly DiffPart[], kind: DiffPart['kind'], unit: DiffUnit): number {
  let total = 0;
  for (const part of parts) if (part.kind === kind) total += unitsIn(part.text, unit);
  return total;
}

function unitsIn(text: string, unit: DiffUnit): number {
  if (unit === 'line') return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (unit === 'sentence')
    return Math.max(1, text.split(/[.!?…]+(?:\s|$)/u).filter((one) => one.trim()).length);
  return Math.max(1, text.split(/\s+/u).filter(Boolean).length);
}
