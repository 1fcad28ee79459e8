export const LISTS: readonly string[] = ['placeholder'];
