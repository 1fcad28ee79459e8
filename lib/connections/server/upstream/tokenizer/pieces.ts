import type { TokenPiece } from '@/lib/connections/model/tokens';
import type { WirePieces } from './dialects';

/**
 * The texts of tokens as they read. Vocabularies spell them in one of two ways, and only the text tells which: byte-level
 * ones write every byte as a character (`Ġthe` is " the"), SentencePiece writes `▁` for a space and `<0xE4>` for a byte.
 * A spelling that is neither stays as it is.
 */
export function readPieces({ of, as }: WirePieces, text: string): TokenPiece[] {
  if (as === 'text')
    return of.map((piece) => (typeof piece === 'string' ? piece : pieceOf(Buffer.from(piece))));
  const spelled = of.filter((piece) => typeof piece === 'string');
  const sought = Buffer.from(text);
  for (const read of [byteLevel, sentencePiece]) {
    const bytes = spelled.map(read);
    if (Buffer.concat(bytes).includes(sought)) return bytes.map(pieceOf);
  }
  return spelled;
}

/** Bytes as text, or as they are where they are only a part of a character. */
export function pieceOf(bytes: Buffer): TokenPiece {
  const text = bytes.toString('utf8');
  // A byte order mark counts as text, and a replacement character may really be there.
  return Buffer.from(text).equals(bytes) ? text : [...bytes];
}

/** The character for each byte in GPT-2's vocabulary and all byte-level ones since: printable ones stay themselves. */
const BYTE_OF = new Map<string, number>();
for (let byte = 0, unprintable = 0; byte < 256; byte += 1) {
  const isPrintable = (byte > 32 && byte < 127) || (byte > 160 && byte < 256 && byte !== 173);
  BYTE_OF.set(String.fromCharCode(isPrintable ? byte : 256 + unprintable), byte);
  if (!isPrintable) unprintable += 1;
}

function byteLevel(spelling: string): Buffer {
  const bytes: number[] = [];
  for (const character of spelling) {
    const byte = BYTE_OF.get(character);
    // Special tokens, and words that were added to the vocabulary, are written plainly.
    if (byte === undefined) return Buffer.from(spelling);
    bytes.push(byte);
  }
  return Buffer.from(bytes);
}

function sentencePiece(spelling: string): Buffer {
  const byte = /^<0x([0-9A-F]{2})>$/.exec(spelling)?.[1];
  return byte === undefined ? Buffer.from(spelling.replaceAll('▁', ' ')) : Buffer.from(byte, 'hex');
}
