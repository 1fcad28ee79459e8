const WORDS: Readonly<Record<string, string>> = {
  stop: 'Reached an end or a stop text',
  eos: 'The model ended its text',
  length: 'Reached max tokens',
  content_filter: 'Held back by a content filter',
  abort: 'Broken off by the server',
  error: 'Broken off by an error on the server',
};

/**
 * A label for a finish reason. The set is open: an unknown one is shown as the server wrote it, and null has
 * a label of its own.
 */
export function finishReasonLabel(reason: string | null): string {
  if (reason === null) return 'No finish reason given';
  return Object.hasOwn(WORDS, reason) ? (WORDS[reason] ?? reason) : reason;
}
