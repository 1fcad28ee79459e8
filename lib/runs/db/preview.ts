/** Characters (UTF-16 units) of a preview at most. */
export const PREVIEW_LENGTH = 200;

/**
 * The first words of a prompt, for a line of history: white space folded, at most 200 characters, no half of a
 * surrogate pair at the cut. Of a list of prompts, the first that says something.
 */
export function promptPreview(prompt: string | readonly string[]): string {
  const prompts = typeof prompt === 'string' ? [prompt] : prompt;
  return firstOf(prompts.map(fold));
}

/** The first words of what the model wrote: of several choices, the first that has text. */
export function outputPreview(choices: readonly { readonly text: string }[]): string {
  return firstOf(choices.map(({ text }) => fold(text)));
}

function firstOf(previews: readonly string[]): string {
  return previews.find((preview) => preview !== '') ?? '';
}

/** What begins with more white space than this has no first words. */
const LOOK_AT = 100_000;

function fold(text: string): string {
  // Only the beginning is looked at: a long text that grows is previewed again and again. White space can make the
  // folded text shorter than the slice, so where that happens more is taken.
  for (let taken = PREVIEW_LENGTH * 2; ; taken *= 4) {
    const folded = text.slice(0, taken).replace(/\s+/g, ' ').trim();
    if (folded.length >= PREVIEW_LENGTH || taken >= Math.min(text.length, LOOK_AT)) return cut(folded);
  }
}

function cut(text: string): string {
  const retained = text.slice(0, PREVIEW_LENGTH);
  return /[\ud800-\udbff]$/.test(retained) ? retained.slice(0, -1) : retained;
}
