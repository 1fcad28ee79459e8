/**
 * A text without certain characters at its ends. A loop, since a pattern such as `/\/+$/` starts again at
 * every slash of a text that is full of them and ends otherwise.
 */
export function trimSigns(text: string, signs: string): string {
  let start = 0;
  while (start < text.length && signs.includes(text.charAt(start))) start += 1;
  return trimSignsEnd(text.slice(start), signs);
}

/** The same for the end only. */
export function trimSignsEnd(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
