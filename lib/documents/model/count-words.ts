const IS_SPACE = /\s/;

/** Stretches between white space. */
export function countWords(text: string): number {
  let words = 0;
  let inWord = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isSpace = code <= 0x20 || (code >= 0x85 && IS_SPACE.test(text[at] ?? ''));
    if (!isSpace && !inWord) words += 1;
    inWord = !isSpace;
  }
  return words;
}
