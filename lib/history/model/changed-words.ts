import { visibleName } from '@/lib/protocol/tokens/hidden-characters';
import { PREVIEW_LENGTH } from '@/lib/runs/model/preview-length';

/** Longer ones would fill the line. */
const MAX_LENGTH = 24;

/**
 * What was edited in a prompt, from the beginnings of both: `fox → owl`, `+ in the snow`, `− in the snow`. Null when
 * they do not differ there. As it is shown: hidden characters, which a file can bring, are written out.
 */
export function changedWords(before: string, after: string): string | null {
  const [from, to] = [wordsOf(before), wordsOf(after)];
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) start += 1;
  let end = 0;
  // Where a text was cut, its end is not its end.
  const areWhole = before.length < PREVIEW_LENGTH && after.length < PREVIEW_LENGTH;
  while (areWhole && end < shorter - start && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  const removed = from.slice(start, from.length - end).join(' ');
  const added = to.slice(start, to.length - end).join(' ');
  if (removed === '' && added === '') return null;
  if (removed === '') return `+ ${cut(added)}`;
  return added === '' ? `− ${cut(removed)}` : `${cut(removed)} → ${cut(added)}`;
}

/**
 * Where a branch leaves its parent's text: its prompt ends there. Null when its end is not known. As it is shown: hidden
 * characters are written out.
 * @param after the end of the prompt; runs of before have none
 */
export function branchPoint(promptPreview: string, after = ''): string | null {
  const isWhole = promptPreview.length < PREVIEW_LENGTH;
  const known = after.trim() === '' && isWhole ? promptPreview : after;
  if (known.trim() === '') return null;
  if (isWhole && [...promptPreview].length <= MAX_LENGTH) return `At “${visibleName(promptPreview)}”`;
  const letters = [...known];
  const end = letters.slice(-MAX_LENGTH).join('');
  // From the next word on, unless that leaves little of it.
  const space = end.indexOf(' ');
  return `At “…${visibleName(space >= 0 && space < MAX_LENGTH / 2 ? end.slice(space + 1) : end)}”`;
}

function wordsOf(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}

function cut(text: string): string {
  const letters = [...text];
  return visibleName(letters.length <= MAX_LENGTH ? text : `${letters.slice(0, MAX_LENGTH - 1).join('')}…`);
}
