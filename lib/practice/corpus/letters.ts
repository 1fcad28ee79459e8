export const LETTERS: readonly string[] = ['placeholder'];
