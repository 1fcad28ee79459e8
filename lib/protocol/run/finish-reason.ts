const WORDS: Readonly<Record<string, string>> = {
  stop: 'Stopped naturally or at a stop sequence',
  eos: 'The model ended the text',
  length: 'Hit the max tokens limit',
  content_filter: 'Stopped by a content filter',
  abort: 'Aborted by the server',
  error: 'Stopped by a server error',
};

/**
 * A label for a finish reason. The set is open: an unknown one is shown as the server wrote it, and null has
 * a label of its own.
 */
export function finishReasonLabel(reason: string | null): string {
  if (reason === null) return 'No finish reason';
  return Object.hasOwn(WORDS, reason) ? (WORDS[reason] ?? reason) : reason;
}
