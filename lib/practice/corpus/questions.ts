export const QUESTIONS: readonly string[] = ['placeholder'];
