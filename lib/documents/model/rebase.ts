import { type Change, joinPieces, type Piece } from './document-text';

/**
 * The same changes for a text that has grown: `growth` more units at `at`, an offset in the text before the first
 * change. Each change is in the text that the one before has left. Text written exactly there stays behind the growth.
 */
export function rebaseChanges(changes: readonly Change[], at: number, growth: number): Change[] {
  let border = at;
  return changes.flatMap((change): Change[] => {
    const removed = joinPieces(change.removed).length;
    const inserted = joinPieces(change.inserted).length;
    if (change.at >= border) return [{ ...change, at: change.at + growth }];
    if (change.at + removed <= border) {
      border += inserted - removed;
      return [change];
    }
    // It removes text on both sides of the growth, which stays where it is.
    const [before, after] = cutPieces(change.removed, border - change.at);
    const at = change.at;
    border = at;
    return [
      { at, removed: before, inserted: [] },
      { at: at + growth, removed: after, inserted: change.inserted },
    ];
  });
}

/** The pieces before and after an offset in them. */
export function cutPieces(pieces: readonly Piece[], offset: number): [before: Piece[], after: Piece[]] {
  const before: Piece[] = [];
  const after: Piece[] = [];
  let start = 0;
  for (const { text, source } of pieces) {
    const cut = Math.min(Math.max(offset - start, 0), text.length);
    if (cut > 0) before.push({ text: text.slice(0, cut), source });
    if (cut < text.length) {
      after.push({ text: text.slice(cut), source: source && { ...source, at: source.at + cut } });
    }
    start += text.length;
  }
  return [before, after];
}

/** Where an offset of the text before the changes is after them; in front of text that is written exactly there. */
export function offsetAfter(changes: readonly Change[], at: number): number {
  let offset = at;
  for (const change of changes) {
    const removed = joinPieces(change.removed).length;
    if (change.at >= offset) continue;
    const isBefore = change.at + removed <= offset;
    offset = isBefore ? offset + joinPieces(change.inserted).length - removed : change.at;
  }
  return offset;
}
