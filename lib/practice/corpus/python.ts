export const PYTHON: readonly string[] = ['placeholder'];
