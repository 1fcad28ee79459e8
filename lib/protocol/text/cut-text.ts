/** The beginning of a text: at most that many UTF-16 units, without half a surrogate pair at the end. */
export function cutText(text: string, length: number): string {
  const retained = text.slice(0, length);
  return /[\ud800-\udbff]$/.test(retained) ? retained.slice(0, -1) : retained;
}
