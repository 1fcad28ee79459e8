import { idsText, promptList } from '@/lib/protocol/request/prompts';
import type { Prompt } from '@/lib/protocol/request/value-kinds';
import { cutText } from '@/lib/protocol/text/cut-text';
import { PREVIEW_LENGTH } from '@/lib/runs/model/preview-length';

/**
 * The first words of a prompt, for a row of the history: white space collapsed, at most 200 characters, no
 * surrogate pair cut in half. For a list of prompts, the first that has text.
 */
export function promptPreview(prompt: Prompt): string {
  return firstOf(
    promptList(prompt).map((one) => collapseSpace(typeof one === 'string' ? one : beginningOf(one))),
  );
}

/** As many ids as a preview may show; of a million the whole text would take a tenth of a second. */
function beginningOf(ids: readonly number[]): string {
  // An id has a digit or more, and a comma and a space behind it.
  return ids.length <= PREVIEW_LENGTH ? idsText(ids) : idsText(ids.slice(0, PREVIEW_LENGTH));
}

/** The first words of the output: for several choices, the first that has text. */
export function outputPreview(choices: readonly { readonly text: string }[]): string {
  return firstOf(choices.map(({ text }) => collapseSpace(text)));
}

function firstOf(previews: readonly string[]): string {
  return previews.find((preview) => preview !== '') ?? '';
}

/** A text that begins with more white space than this has no preview. */
const LOOK_AT = 100_000;

function collapseSpace(text: string): string {
  // Only the beginning is read, because a long growing text is previewed again and again. Collapsed white
  // space can make the result shorter than the slice; then a longer slice is taken.
  for (let taken = PREVIEW_LENGTH * 2; ; taken *= 4) {
    const collapsed = text.slice(0, taken).replace(/\s+/g, ' ').trim();
    if (collapsed.length >= PREVIEW_LENGTH || taken >= Math.min(text.length, LOOK_AT))
      return cutText(collapsed, PREVIEW_LENGTH);
  }
}
