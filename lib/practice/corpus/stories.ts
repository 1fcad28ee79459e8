export const STORIES: readonly string[] = ['placeholder'];
