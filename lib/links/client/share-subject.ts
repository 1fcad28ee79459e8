/** What a link is made from, as the API names it. */
export type ShareSubject =
  | { readonly runId: string }
  | { readonly comparisonId: string }
  /** `head`: the step whose text is shared; null: the empty text. */
  | { readonly documentId: string; readonly head: string | null };

/** How a sentence names it. */
export function subjectNoun(subject: ShareSubject): 'run' | 'comparison' | 'document' {
  if ('documentId' in subject) return 'document';
  return 'runId' in subject ? 'run' : 'comparison';
}
