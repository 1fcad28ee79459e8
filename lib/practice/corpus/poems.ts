export const POEMS: readonly string[] = ['placeholder'];
