/** What to say of something that was thrown: `ApiError`s have a sentence for people. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong.';
}
