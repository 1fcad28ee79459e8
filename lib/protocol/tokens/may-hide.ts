/** All that `hiddenCharacters` may name, and line ends other than LF; a little more, in a pattern that is short. */
const MAY_HIDE = /[^\P{C}\t\n]|[\p{DI}\u2028\u2029]/u;

/** Whether it is worth loading the code that looks closer. */
export function mayHide(text: string): boolean {
  return MAY_HIDE.test(text);
}
