import { diffJson, type JsonDifference } from './diff-json';
import { type DiffPart, type DiffUnit, type Mark, marksOf } from './diff-parts';
import { diffLines, diffSentences, diffWords } from './diff-text';
import { commonTextKind } from './text-kind';
import { diffSummary } from './what-differs';

/** The unit that texts are compared by. `auto`: what most of the texts look like. */
export type DiffMode = 'auto' | 'word' | 'sentence' | 'line' | 'json';

export interface DifferencesJob {
  readonly reference: string;
  /** The texts that are compared with it, by a key each. */
  readonly others: readonly { readonly key: string; readonly text: string }[];
  readonly mode: DiffMode;
}

/** How one text differs from the reference. */
export interface Difference {
  readonly parts: readonly DiffPart[];
  readonly unit: DiffUnit;
  /** What this text has and the reference does not, as ranges of it. */
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

export interface TextDifferences {
  /** The unit that was used. */
  readonly mode: Exclude<DiffMode, 'auto'>;
  /** By key. */
  readonly byKey: Readonly<Record<string, Difference>>;
}

/** Takes up to about 0.1 s per text: run it off the main thread (`useDifferences`). */
export function findDifferences({ reference, others, mode: requested }: DifferencesJob): TextDifferences {
  const mode = requested === 'auto' ? guess([reference, ...others.map(({ text }) => text)]) : requested;
  return {
    mode,
    byKey: Object.fromEntries(others.map(({ key, text }) => [key, differenceOf(reference, text, mode)])),
  };
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
