/** What a link is made from, as the API names it. */
export type ShareSubject =
  | { readonly runId: string; readonly comparisonId?: undefined }
  | { readonly comparisonId: string; readonly runId?: undefined };

/** How a sentence names it. */
export function subjectNoun({ runId }: ShareSubject): 'run' | 'comparison' {
  return runId === undefined ? 'comparison' : 'run';
}
