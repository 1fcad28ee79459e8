/**
 * Everything that `hiddenCharacters` may find, and line ends other than LF; a little more, so that the
 * pattern is short.
 */
const MAY_HIDE = /[^\P{C}\t\n]|[\p{DI}\u2028\u2029]/u;

/** Whether it is worth loading the code that checks exactly. */
export function mayHide(text: string): boolean {
  return MAY_HIDE.test(text);
}
