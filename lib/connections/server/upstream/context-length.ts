/** Larger ones are placeholders: Python's tokenizers say 10³⁰ for "unknown". */
const MAX_CONTEXT_LENGTH = 100_000_000;

/** A context length in tokens as a server tells it; null for anything else. */
export function readContextLength(value: unknown): number | null {
  const isLength = typeof value === 'number' && Number.isSafeInteger(value);
  return isLength && value > 0 && value <= MAX_CONTEXT_LENGTH ? value : null;
}
