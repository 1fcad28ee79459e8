export const SCIENCE: readonly string[] = ['placeholder'];
