import { type Change, joinPieces, type Piece } from './document-text';
import { cutPieces } from './rebase';

/**
 * Two changes in a row as one, where the second goes on with the first: typing on, or deleting on (in either
 * direction). Null where it does not.
 */
export function joinChanges(first: Change, second: Change): Change | null {
  const inserted = joinPieces(first.inserted).length;
  const removed = joinPieces(second.removed).length;
  const end = first.at + inserted;
  if (second.at > end || second.at + removed < first.at) return null;
  // What the second takes away before, within and after what the first has put there.
  const [removedBefore, removedLater] = cutPieces(second.removed, Math.max(first.at - second.at, 0));
  const within = Math.max(0, Math.min(end, second.at + removed) - Math.max(first.at, second.at));
  const [, removedAfter] = cutPieces(removedLater, within);
  const [kept, remaining] = cutPieces(first.inserted, Math.max(second.at - first.at, 0));
  const [, keptAfter] = cutPieces(remaining, within);
  return {
    at: Math.min(first.at, second.at),
    removed: joinedPieces([...removedBefore, ...first.removed, ...removedAfter]),
    inserted: joinedPieces([...kept, ...second.inserted, ...keptAfter]),
  };
}

/** The same pieces, with those that continue each other as one. */
export function joinedPieces(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const before = joined.at(-1);
    if (before && isContinued(before, piece)) {
      joined[joined.length - 1] = { text: before.text + piece.text, source: before.source };
    } else joined.push(piece);
  }
  return joined;
}

function isContinued(before: Piece, { source }: Piece): boolean {
  if (before.source === null || source === null) return before.source === source;
  const { runId, choice, at } = before.source;
  return runId === source.runId && choice === source.choice && at + before.text.length === source.at;
}
