import type { TokenPiece } from '@/lib/connections/model/tokens';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes as text, or as they are where they are only a part of a character. */
export function pieceOfBytes(bytes: Uint8Array): TokenPiece {
  try {
    return strict.decode(bytes);
  } catch {
    return [...bytes];
  }
}

/** Reads tokens of a text by where they end in its UTF-8; only those that are looked at are decoded. */
export function piecesByEnds(text: string, ends: ArrayLike<number>): (index: number) => TokenPiece | null {
  const bytes = new TextEncoder().encode(text);
  return (index) => {
    const end = ends[index];
    return end === undefined ? null : pieceOfBytes(bytes.subarray(index === 0 ? 0 : ends[index - 1], end));
  };
}
