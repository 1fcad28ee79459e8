/**
 * How one text became another, as parts in order: `same` and `removed` joined are the reference, `same` and `added`
 * joined the other text. A `removed` part comes before the `added` one that stands in its place.
 */
export interface DiffPart {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

export type DiffUnit = 'word' | 'sentence' | 'line';

export interface TextDiff {
  readonly parts: readonly DiffPart[];
  readonly unit: DiffUnit;
  /**
   * False: parts of the texts are too long and too different for their unit, and were compared by a coarser
   * one or are marked as a whole. Worth a line: "Compared roughly".
   */
  readonly exact: boolean;
}

/** A range of one text that the other does not have. */
export interface Mark {
  /** UTF-16 offsets in the text of the marked side; equal for `missing`. */
  readonly start: number;
  readonly end: number;
  /** `missing`: there is nothing here, but something in the other text. */
  readonly kind: 'different' | 'missing';
  /** The text in its place on the other side; empty when there is none. */
  readonly counterpart: string;
}

/** Which text of a difference. */
export type DiffSide = 'reference' | 'other';

/** The marks of one side, in order, never overlapping: what a column underlines in its own text. */
export function marksOf(parts: readonly DiffPart[], side: DiffSide): Mark[] {
  const marks: Mark[] = [];
  let at = 0;
  eachGroup(parts, (same, removed, added) => {
    const [own, counterpart] = side === 'reference' ? [removed, added] : [added, removed];
    at += same.length;
    if (own !== '' || counterpart !== '') {
      const end = at + own.length;
      marks.push({ start: at, end, kind: own === '' ? 'missing' : 'different', counterpart });
      at = end;
    }
  });
  return marks;
}

/** Calls back for each unchanged stretch together with the change that follows it. */
function eachGroup(
  parts: readonly DiffPart[],
  take: (same: string, removed: string, added: string) => void,
): void {
  let same = '';
  let removed = '';
  let added = '';
  const flush = () => {
    if (same !== '' || removed !== '' || added !== '') take(same, removed, added);
    same = '';
    removed = '';
    added = '';
  };
  for (const { kind, text } of parts) {
    if (kind === 'same') {
      if (removed !== '' || added !== '') flush();
      same += text;
    } else if (kind === 'removed') removed += text;
    else added += text;
  }
  flush();
}

/**
 * Parts in their most readable form: neighbours of one kind are joined, and a short stretch without a letter
 * or digit between two changes (a space, a comma) is merged into them, so that three changed words in a row
 * are one change.
 * @param bridge false for units whose punctuation and space matter by themselves
 */
export function tidyParts(parts: readonly DiffPart[], bridge: boolean): DiffPart[] {
  const tidy: DiffPart[] = [];
  let before = { removed: '', added: '' };
  const flush = () => {
    if (before.removed !== '') tidy.push({ kind: 'removed', text: before.removed });
    if (before.added !== '') tidy.push({ kind: 'added', text: before.added });
    before = { removed: '', added: '' };
  };
  eachGroup(parts, (same, removed, added) => {
    const changedBefore = before.removed !== '' || before.added !== '';
    const changedAfter = removed !== '' || added !== '';
    if (bridge && changedBefore && changedAfter && isBridge(same)) {
      before = { removed: before.removed + same + removed, added: before.added + same + added };
      return;
    }
    flush();
    if (same !== '') tidy.push({ kind: 'same', text: same });
    before = { removed, added };
  });
  flush();
  return tidy;
}

/** Longer runs of signs (a rule, an indentation) are kept apart, and so is a line break. */
const BRIDGE = 4;

function isBridge(text: string): boolean {
  return text.length <= BRIDGE && !/[\p{L}\p{N}\r\n]/u.test(text);
}
