import { toast } from '@/components/ui/toast';
import { isNewcomersText } from '@/lib/playground/client/draft';
import { getDraft, insertPrompt, removePrompt, setPrompt } from '@/lib/playground/client/draft-store';
import { readTextFile } from '@/lib/playground/client/text-file';
import { isRequestFile } from '@/lib/playground/model/import/saved-fields';
import { REQUIRED_FIELDS } from '@/lib/protocol/request/parameters';
import { editedText, shownText } from '@/lib/protocol/tokens/line-ends';
import { draftToast } from '../draft-toast';

/** Where a file's text goes: a prompt's field, or with a list of prompts possibly none of them. */
export interface FilePlace {
  readonly index: number | null;
  /** The field of that prompt: its text goes where the cursor is. */
  readonly field: HTMLTextAreaElement | null;
}

/**
 * Puts a file's text into the prompt, as a paste would: at the cursor, or in place of a text that nobody wrote. A
 * request, run, export or preset goes to the import instead.
 */
export async function takeFile(
  files: readonly File[],
  place: FilePlace,
  onImport: (text: string) => void,
): Promise<void> {
  const [file, ...others] = files;
  if (!file) return;
  const read =
    others.length > 0
      ? ({ ok: false, message: 'Open one file at a time.' } as const)
      : await readTextFile(file);
  if (!read.ok) toast(read.message, { tone: 'bad' });
  else if (isJsonFile(file) && holdsRequest(read.text)) onImport(read.text);
  else putText(read.text, file.name, place);
}

/** Takes files that were dropped on a prompt's field, or beside one (null). */
export function takeDrop(
  files: readonly File[],
  field: HTMLTextAreaElement | null,
  index: number | null,
  onImport: (text: string) => void,
): void {
  const place = field === null ? promptPlace() : { index, field };
  // The list may have become shorter meanwhile.
  if (place.index !== null && place.index >= getDraft().prompts.length) return;
  void takeFile(files, place, onImport);
}

/** Lets the user choose a file, and takes it. */
export function takeChosen(onImport: (text: string) => void): void {
  chooseFile((files) => void takeFile(files, promptPlace(), onImport));
}

/** Inserts a text into a prompt, and offers to undo it. */
export function putText(text: string, name: string, { index, field }: FilePlace): void {
  const draft = getDraft();
  if (index === null) {
    addPromptOf(text, name);
    return;
  }
  const before = draft.prompts[index] ?? '';
  const replaces = before === '' || isNewcomersText(draft);
  const shown = shownText(before);
  const start = replaces ? 0 : (field?.selectionStart ?? shown.length);
  const end = replaces ? shown.length : (field?.selectionEnd ?? shown.length);
  const after = editedText(before, shown.slice(0, start) + shownText(text) + shown.slice(end), {
    start,
    end,
    inserted: text,
  });
  setPrompt(index, after);
  draftToast(replaces ? `${name} opened.` : `${name} inserted.`, () => {
    // Not once the text has been changed further: that would be lost.
    if (getDraft().prompts[index] === after) setPrompt(index, before);
  });
}

function addPromptOf(text: string, name: string): void {
  const index = getDraft().prompts.length;
  if (index >= REQUIRED_FIELDS.prompt.maxItems) {
    toast(`The list already has ${index} prompts. Remove one first.`, { tone: 'bad' });
    return;
  }
  insertPrompt(index, text);
  draftToast(`${name} added as a prompt.`, () => {
    if (getDraft().prompts[index] === text) removePrompt(index);
  });
}

/** Whether a text is JSON of a request, a run, an export or a preset. */
export function holdsRequest(text: string): boolean {
  try {
    return isRequestFile(JSON.parse(text));
  } catch {
    return false;
  }
}

export function isJsonFile({ name }: File): boolean {
  return /\.json$/i.test(name);
}

/** The place for a file that was not dropped on a prompt: the prompt, or a new one in a list. */
export function promptPlace(): FilePlace {
  if (getDraft().asList) return { index: null, field: null };
  return { index: 0, field: document.querySelector<HTMLTextAreaElement>('textarea[data-prompt]') };
}

/** Lets a person choose a file. */
export function chooseFile(onChosen: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.txt,.md,.json,text/*,application/json';
  // In the page while its dialog is open: the browser may collect what nothing holds, and the choice with it.
  input.hidden = true;
  document.body.append(input);
  input.addEventListener('cancel', () => input.remove());
  input.addEventListener('change', () => {
    input.remove();
    onChosen([...(input.files ?? [])]);
  });
  input.click();
}
