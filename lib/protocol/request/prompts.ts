import type { Prompt } from './value-kinds';

/** One prompt: its text or its token ids. */
export type OnePrompt = string | number[];

/** The prompts of a request, in order. */
export function promptList(prompt: Prompt): OnePrompt[] {
  if (!Array.isArray(prompt)) return [prompt];
  return isOneOfIds(prompt) ? [prompt] : (prompt as OnePrompt[]);
}

export function promptCount(prompt: Prompt): number {
  return Array.isArray(prompt) && !isOneOfIds(prompt) ? prompt.length : 1;
}

/** The prompts as texts to read; token ids as they are written in a request: `[1, 2, 3]`. */
export function promptTexts(prompt: Prompt): string[] {
  return promptList(prompt).map(promptText);
}

export function promptText(prompt: OnePrompt): string {
  return typeof prompt === 'string' ? prompt : idsText(prompt);
}

export function idsText(ids: readonly number[]): string {
  return `[${ids.join(', ')}]`;
}

/** True when no prompt is a text. */
export function isOfIds(prompt: Prompt): prompt is number[] | number[][] {
  return Array.isArray(prompt) && typeof prompt[0] !== 'string';
}

function isOneOfIds(prompt: Exclude<Prompt, string>): prompt is number[] {
  return typeof prompt[0] === 'number';
}

/** Token ids as people write them, with commas or spaces between and brackets around; NaN for what is no id. */
export function readIds(text: string): number[] {
  const inner = text.trim().replace(/^\[/, '').replace(/\]$/, '').trim();
  if (inner === '') return [];
  return inner.split(/[\s,]+/).map((part) => (/^\d{1,10}$/.test(part) ? Number(part) : Number.NaN));
}

/** The `prompt` of a request from texts as they are edited. `asIds`: they are lists of token ids. */
export function promptOfTexts(texts: string | readonly string[], asIds = false): Prompt {
  if (typeof texts === 'string') return asIds ? readIds(texts) : texts;
  return asIds ? texts.map(readIds) : [...texts];
}

/** The texts to edit for a request's prompt: the reverse of `promptOfTexts`. */
export function textsOfPrompt(prompt: Prompt): { texts: string[]; asList: boolean; asIds: boolean } {
  const asIds = isOfIds(prompt);
  const asList = Array.isArray(prompt) && !isOneOfIds(prompt);
  return { texts: promptTexts(prompt), asList, asIds };
}
