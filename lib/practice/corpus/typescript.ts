export const TYPESCRIPT: readonly string[] = ['placeholder'];
