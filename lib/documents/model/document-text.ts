/** Where a stretch of a document's text comes from: the output of a run. */
export interface Source {
  readonly runId: string;
  /** The choice's index in that run. */
  readonly choice: number;
  /** Where the stretch begins in that choice's text, in UTF-16 units. */
  readonly at: number;
}

/** A stretch of text by one author. */
export interface Piece {
  readonly text: string;
  /** Null: the person wrote it. */
  readonly source: Source | null;
}

/** A piece without its text. */
export interface Span {
  /** UTF-16 units, at least 1. */
  readonly length: number;
  readonly source: Source | null;
}

/** A whole text, and who wrote what. The spans cover it without gaps; neighbours that continue each other are one. */
export interface DocumentText {
  readonly text: string;
  readonly spans: readonly Span[];
}

/** One replacement. It holds what it takes away, so that it can be taken back. */
export interface Change {
  /** UTF-16 units from the start of the text before it. */
  readonly at: number;
  readonly removed: readonly Piece[];
  readonly inserted: readonly Piece[];
}

export const EMPTY_TEXT: DocumentText = { text: '', spans: [] };

/** The change does not fit the text: it removes what is not there. */
export class ChangeMismatch extends Error {
  override readonly name = 'ChangeMismatch';
}

/** The text after the change. Throws `ChangeMismatch`. */
export function applyChange(document: DocumentText, { at, removed, inserted }: Change): DocumentText {
  const gone = joinPieces(removed);
  const { text, spans } = document;
  if (at > text.length || !text.startsWith(gone, at)) {
    throw new ChangeMismatch(`The text at ${at} is not what the change removes.`);
  }
  const end = at + gone.length;
  return {
    text: text.slice(0, at) + joinPieces(inserted) + text.slice(end),
    spans: joinSpans([
      ...spansBetween(spans, 0, at),
      ...inserted.map(({ text: { length }, source }) => ({ length, source })),
      ...spansBetween(spans, end, text.length),
    ]),
  };
}

/** The change that takes this one back. */
export function invertChange({ at, removed, inserted }: Change): Change {
  return { at, removed: inserted, inserted: removed };
}

/** The pieces of a stretch of the text. */
export function piecesBetween({ text, spans }: DocumentText, from: number, to: number): Piece[] {
  let at = from;
  return spansBetween(spans, from, to).map(({ length, source }) => {
    const piece = { text: text.slice(at, at + length), source };
    at += length;
    return piece;
  });
}

export function joinPieces(pieces: readonly Piece[]): string {
  return pieces.length === 1 ? (pieces[0]?.text ?? '') : pieces.map(({ text }) => text).join('');
}

/** The span that holds the unit at the offset, and where it begins; null past the end. */
export function spanAt(
  spans: readonly Span[],
  offset: number,
): { readonly span: Span; readonly start: number } | null {
  let start = 0;
  for (const span of spans) {
    if (offset < start + span.length) return { span, start };
    start += span.length;
  }
  return null;
}

/** The spans of a stretch, cut at both ends. */
export function spansBetween(spans: readonly Span[], from: number, to: number): Span[] {
  const found: Span[] = [];
  let start = 0;
  for (const { length, source } of spans) {
    const end = start + length;
    if (start >= to) break;
    if (end > from) {
      const cutStart = Math.max(start, from);
      found.push({
        length: Math.min(end, to) - cutStart,
        source: source && { ...source, at: source.at + cutStart - start },
      });
    }
    start = end;
  }
  return found.filter(({ length }) => length > 0);
}

/** The same spans, with those that continue each other as one. */
export function joinSpans(spans: Iterable<Span>): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const before = joined.at(-1);
    if (span.length === 0) continue;
    if (before && continues(before, span)) {
      joined[joined.length - 1] = { length: before.length + span.length, source: before.source };
    } else joined.push(span);
  }
  return joined;
}

function continues({ length, source: a }: Span, { source: b }: Span): boolean {
  if (a === null || b === null) return a === b;
  return a.runId === b.runId && a.choice === b.choice && a.at + length === b.at;
}
