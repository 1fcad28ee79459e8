const SUSPECTS = /(?![\n\r\t])[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/**
 * Whether a text may hold characters that nobody sees: never a no where `hasHidden` says yes, and small enough for the
 * first load of a page, which fetches the rest where this says yes.
 */
export function mayHide(text: string): boolean {
  return SUSPECTS.test(text);
}
