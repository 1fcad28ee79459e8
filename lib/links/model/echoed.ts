/** Marks of the beginning that some servers put before an echo: `<s>`, `<|begin_of_text|>`, `[BOS]`. */
const MARKS = /^(?:\s*(?:<[^<>\s]{1,40}>|\[[A-Z]{1,20}\]))*/;
/** So many characters in common are no accident, white space aside: it is an echo in another spelling. */
const PRIVATE = 16;

/**
 * How much of a text, in UTF-16 units, an echo of the prompt takes up at its beginning; 0 where there is none. One that
 * broke off takes up all of it, and so does one whose end cannot be told, since what is hidden must not be guessed short.
 */
export function echoedLength(text: string, prompt: string): number {
  if (text.startsWith(prompt)) return prompt.length;
  if (prompt.startsWith(text)) return text.length;
  const marks = MARKS.exec(text)?.[0].length ?? 0;
  // Servers differ in the white space of what they say again.
  const requested = prompt.replace(/\s+/g, '');
  let common = 0;
  let at = marks;
  for (; at < text.length && common < requested.length; at += 1) {
    const unit = text.charAt(at);
    if (/\s/.test(unit)) continue;
    if (unit !== requested.charAt(common)) break;
    common += 1;
  }
  if (requested === '') return 0;
  if (common === requested.length) return at;
  const brokeOff = common > 0 && at === text.length;
  return brokeOff || common >= PRIVATE ? text.length : 0;
}
