import { type Change, type DocumentText, type Piece, piecesBetween } from '../document-text';

/** Numbers from 0 up to 1, the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const TEXTS = ['a', 'word ', '\n', '\r\n', '😀', 'é', ' and a longer one'];

/** A change that fits the text: an insertion, a deletion or a replacement. */
export function randomChange(document: DocumentText, random: () => number): Change {
  const at = Math.floor(random() * (document.text.length + 1));
  const end = random() < 0.5 ? at : Math.min(document.text.length, at + Math.floor(random() * 6));
  const inserted: Piece[] = [];
  for (let count = Math.floor(random() * 3); count > 0; count -= 1) {
    const text = TEXTS[Math.floor(random() * TEXTS.length)] ?? 'x';
    const source = { runId: random() < 0.5 ? 'a' : 'b', choice: 0, at: Math.floor(random() * 1_000) };
    inserted.push({ text, source: random() < 0.5 ? null : source });
  }
  return { at, removed: piecesBetween(document, at, end), inserted };
}
