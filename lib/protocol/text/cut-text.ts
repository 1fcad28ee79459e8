/** The beginning of a text: at most that many UTF-16 units, without half a surrogate pair at the end. */
export function cutText(text: string, length: number): string {
  const retained = text.slice(0, length);
  return /[\ud800-\udbff]$/.test(retained) ? retained.slice(0, -1) : retained;
}

/** The same, cut between two words where that is near, and with a sign that there is more. */
export function cutAtWord(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.lastIndexOf(' ', length);
  return `${cutText(text, end > length / 2 ? end : length).trimEnd()}…`;
}
