/** A number's minus sign as people read it: − (U+2212), as wide as a plus. Fields that are typed in and files keep the hyphen. */
const MINUS = '−';

/** Gives the numbers of a shown text their minus sign; a hyphen within a name or a range stays. */
export function withMinus(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}_.)\]])-(?=[\d.])/gu, MINUS);
}

/** A shown number for a file, which a program may read. */
export function withHyphen(text: string): string {
  return text.replaceAll(MINUS, '-');
}
