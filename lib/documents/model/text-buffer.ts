import {
  type Change,
  ChangeMismatch,
  type DocumentText,
  joinPieces,
  joinSpans,
  type Piece,
} from './document-text';
import { joinedPieces } from './join-changes';
import { cutPieces } from './rebase';

/** Units and pieces of a chunk at most. It is cut in parts of the same size, so that chunks stay few. */
const MAX_LENGTH = 4_096;
const MAX_PIECES = 64;

interface Chunk {
  readonly pieces: readonly Piece[];
  readonly length: number;
}

/**
 * A document's text for many changes in a row: each costs as much as a look through the chunks of the text, and not
 * a copy of all of it, as `applyChange` does. A document of 20,000 steps and a megabyte takes a second otherwise.
 */
export interface TextBuffer {
  length(): number;
  /** How many stretches by one author it has, about. */
  pieces(): number;
  /** Throws `ChangeMismatch`. */
  apply(change: Change): void;
  document(): DocumentText;
}

export function createTextBuffer({ text, spans }: DocumentText): TextBuffer {
  let at = 0;
  const chunks = chunksOf(
    spans.map(({ length, source }) => {
      const piece = { text: text.slice(at, at + length), source };
      at += length;
      return piece;
    }),
  );
  let length = text.length;
  let pieceCount = spans.length;

  function apply({ at, removed, inserted }: Change): void {
    const gone = joinPieces(removed);
    const end = at + gone.length;
    if (end > length) throw mismatch(at);
    // The chunks that the change touches: from the one that holds its start to the one that holds its end.
    let first = 0;
    let start = 0;
    while (first < chunks.length - 1 && start + lengthAt(first) <= at) {
      start += lengthAt(first);
      first += 1;
    }
    let last = first;
    for (let reached = start + lengthAt(first); reached < end; reached += lengthAt(last)) last += 1;
    const touched = chunks.slice(first, last + 1).flatMap(({ pieces }) => pieces);
    const [before, others] = cutPieces(touched, at - start);
    const [taken, after] = cutPieces(others, gone.length);
    if (joinPieces(taken) !== gone) throw mismatch(at);
    const joined = joinedPieces([...before, ...inserted, ...after]);
    replaceChunks(chunks, first, last + 1, chunksOf(joined));
    length += joinPieces(inserted).length - gone.length;
    pieceCount += joined.length - touched.length;
  }

  const lengthAt = (index: number) => chunks[index]?.length ?? 0;

  return {
    length: () => length,
    pieces: () => pieceCount,
    apply,
    document() {
      const all = chunks.flatMap(({ pieces }) => pieces);
      return {
        text: joinPieces(all),
        spans: joinSpans(all.map(({ text: { length }, source }) => ({ length, source }))),
      };
    },
  };
}

function mismatch(at: number): ChangeMismatch {
  return new ChangeMismatch(`The text at ${at} is not what the change removes.`);
}

/** `splice` takes its new values as arguments, which a call has only so many of. */
function replaceChunks(chunks: Chunk[], from: number, to: number, by: readonly Chunk[]): void {
  if (by.length < 1_000) {
    chunks.splice(from, to - from, ...by);
    return;
  }
  const after = chunks.slice(to);
  chunks.length = from;
  for (const chunk of by) chunks.push(chunk);
  for (const chunk of after) chunks.push(chunk);
}

function chunksOf(pieces: readonly Piece[]): Chunk[] {
  const length = pieces.reduce((sum, { text }) => sum + text.length, 0);
  const target = Math.ceil(length / Math.max(1, Math.ceil(length / MAX_LENGTH)));
  const chunks: Chunk[] = [];
  let open: Piece[] = [];
  let filled = 0;
  const close = () => {
    if (open.length > 0) chunks.push({ pieces: open, length: filled });
    open = [];
    filled = 0;
  };
  for (const { text, source } of pieces) {
    for (let at = 0; at < text.length; ) {
      const taken = Math.min(target - filled, text.length - at);
      open.push({ text: text.slice(at, at + taken), source: source && { ...source, at: source.at + at } });
      filled += taken;
      at += taken;
      if (filled >= target || open.length >= MAX_PIECES) close();
    }
  }
  close();
  return chunks;
}
