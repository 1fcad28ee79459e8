/**
 * The same text with memory of its own. A slice of a long text keeps all of it in memory, which a piece that is kept for long
 * must not do.
 */
export function ownCopy(text: string): string {
  // The only way without node: that keeps halves of surrogate pairs as they are.
  return JSON.parse(JSON.stringify(text)) as string;
}
