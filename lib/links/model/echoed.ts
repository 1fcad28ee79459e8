/** Begin-of-text markers that some servers put before an echo: `<s>`, `<|begin_of_text|>`, `[BOS]`. */
const MARKS = /^(?:\s*(?:<[^<>\s]{1,40}>|\[[A-Z]{1,20}\]))*/;
/**
 * This many common characters, ignoring white space, are no coincidence: it is an echo in another spelling.
 */
const MIN_ECHOED = 16;

/**
 * How many UTF-16 units an echo of the prompt takes up at the beginning of a text; 0 without an echo. An echo
 * that broke off, or whose end is unclear, takes up the whole text: it is safer to hide too much than too
 * little.
 */
export function echoedLength(text: string, prompt: string): number {
  if (text.startsWith(prompt)) return prompt.length;
  if (prompt.startsWith(text)) return text.length;
  const marks = MARKS.exec(text)?.[0].length ?? 0;
  // Servers change white space when they repeat a prompt.
  const squeezed = prompt.replace(/\s+/g, '');
  let common = 0;
  let at = marks;
  for (; at < text.length && common < squeezed.length; at += 1) {
    const unit = text.charAt(at);
    if (/\s/.test(unit)) continue;
    if (unit !== squeezed.charAt(common)) break;
    common += 1;
  }
  if (squeezed === '') return 0;
  if (common === squeezed.length) return at;
  const brokeOff = common > 0 && at === text.length;
  return brokeOff || common >= MIN_ECHOED ? text.length : 0;
}
