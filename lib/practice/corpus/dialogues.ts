export const DIALOGUES: readonly string[] = ['placeholder'];
