import { detokenize, serverTextOf, tokenize } from '@/lib/connections/client/tokens/count-tokens';
import { idsText, readIds } from '@/lib/protocol/request/prompts';
import type { Draft } from './draft';
import { getDraft, replaceDraft } from './draft-store';

export interface SwitchedPrompt {
  readonly before: Draft;
  /** False: nobody can tell the ids of the text (or the text of the ids), so nothing was changed. */
  readonly converted: boolean;
}

/**
 * Makes token ids of the draft's prompts, or texts of its token ids, by the tokenizer of its model. The ids are those that
 * the server would make of the text, special tokens included. Null: the draft was changed meanwhile, and stays.
 */
export async function switchPromptIds(): Promise<SwitchedPrompt | null> {
  const before = getDraft();
  const asIds = !before.asIds;
  const { connectionId, model } = before;
  const convert = async (text: string): Promise<string | null> => {
    if (text.trim() === '') return '';
    if (connectionId === null) return null;
    return asIds ? idsOf(connectionId, model, text) : textOf(connectionId, model, readIds(text));
  };
  const found = await Promise.all(before.prompts.map((text) => convert(text).catch(() => null)));
  if (getDraft() !== before) return null;
  const converted = found.every((text) => text !== null);
  // What cannot be converted stays what it is: as the other it could not be sent.
  if (converted) replaceDraft({ ...before, asIds, prompts: found });
  return { before, converted };
}

async function idsOf(connectionId: string, model: string, text: string): Promise<string | null> {
  const tokens = await tokenize(connectionId, model, text);
  return tokens && idsText(Array.from(tokens.ids)).slice(1, -1);
}

async function textOf(connectionId: string, model: string, ids: readonly number[]): Promise<string | null> {
  if (ids.some(Number.isNaN)) return null;
  const text = await serverTextOf(connectionId, model, ids);
  // Parts of characters that make no whole one come as a replacement, which is not their text.
  if (text !== null && !text.includes('\ufffd')) return text;
  const texts = await detokenize(connectionId, model, ids);
  if (texts === null) return null;
  const bytes: number[] = [];
  for (const piece of texts.pieces) {
    if (piece === null || (typeof piece !== 'string' && piece.length === 0)) return null;
    for (const byte of typeof piece === 'string' ? new TextEncoder().encode(piece) : piece) bytes.push(byte);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}
