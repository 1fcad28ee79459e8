/** Begin-of-text markers that some servers put before an echo: `<s>`, `<|begin_of_text|>`, `[BOS]`. */
const MARKS = /^(?:\s*(?:<[^<>\s]{1,40}>|\[[A-Z]{1,20}\]))*/;
/**
 * This many common characters, ignoring white space, are no coincidence: it is an echo in another spelling.
 */
const MIN_ECHOED = 16;
const SPACE = /\s/;

/** What an echo takes up at the beginning of a text. */
export interface Echo {
  /** UTF-16 units; 0 without an echo. */
  readonly length: number;
  /** All of the prompt is in it. */
  readonly isWhole: boolean;
}

/**
 * The echo of the prompt at the beginning of a text. One that broke off, or whose end is unclear, takes up the whole text: it
 * is safer to hide too much than too little.
 */
export function echoIn(text: string, prompt: string): Echo {
  if (text.startsWith(prompt)) return { length: prompt.length, isWhole: true };
  if (prompt.startsWith(text)) return { length: text.length, isWhole: false };
  // Servers change white space when they repeat a prompt.
  let common = 0;
  let at = MARKS.exec(text)?.[0].length ?? 0;
  let read = behindSpace(prompt, 0);
  if (read === prompt.length) return { length: 0, isWhole: false };
  for (; at < text.length && read < prompt.length; at += 1) {
    const unit = text.charAt(at);
    if (SPACE.test(unit)) continue;
    if (unit !== prompt.charAt(read)) break;
    common += 1;
    read = behindSpace(prompt, read + 1);
  }
  if (read === prompt.length) return { length: at, isWhole: true };
  const brokeOff = common > 0 && at === text.length;
  return { length: brokeOff || common >= MIN_ECHOED ? text.length : 0, isWhole: false };
}

/**
 * Where in the prompt a place within its echo is; of an echo in another spelling by the letters up to its end, since servers
 * change white space. @param echo of the whole prompt
 */
export function placeInPrompt(text: string, prompt: string, { length }: Echo, at: number): number {
  if (length === prompt.length && text.startsWith(prompt)) return at;
  let place = prompt.length;
  for (let behind = length - 1; behind >= at; behind -= 1) {
    if (SPACE.test(text.charAt(behind))) continue;
    place -= 1;
    while (place > 0 && SPACE.test(prompt.charAt(place))) place -= 1;
  }
  return Math.max(0, place);
}

function behindSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && SPACE.test(text.charAt(at))) at += 1;
  return at;
}
