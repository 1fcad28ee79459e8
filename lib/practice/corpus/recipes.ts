export const RECIPES: readonly string[] = ['placeholder'];
