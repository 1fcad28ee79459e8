import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import type { TokenPiece } from './tokens';

/**
 * A token's text for a label: white space and invisible characters are visible, a part of a character is its bytes
 * (`\xf0\x9f`), or `\x…` where the server does not tell them. `?`: no such token is known. `∅`: it has no text.
 */
export function tokenLabel(piece: TokenPiece | null): string {
  if (piece === null) return '?';
  if (isPart(piece)) return bytesLabel(piece);
  if (piece === '') return '∅';
  return visibleInline(piece).replace(
    /[\p{Cc}\p{Cf}\p{Cs}]/gu,
    (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`,
  );
}

/** Whether the token is only a part of a character. */
export function isPart(piece: TokenPiece | null): piece is number[] {
  return Array.isArray(piece);
}

function bytesLabel(bytes: readonly number[]): string {
  if (bytes.length === 0) return '\\x…';
  return bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
