import type { Finding } from '@/lib/links/model/finding';
import { createRedactionFinder, type RedactionFinder } from '@/lib/links/model/redaction-finder';
import type { Shared } from '@/lib/links/model/shared';
import { MAX_REDACTION_LENGTH, MAX_REDACTIONS, type ShareChoice } from '@/lib/links/model/shares';
import type { Expiry } from './expiry';

/** A link that is being prepared. */
export interface ShareDraft {
  readonly include: ShareChoice;
  readonly title: string;
  readonly redactions: readonly string[];
  readonly expiry: Expiry;
}

export const NEW_SHARE: ShareDraft = {
  include: { prompt: true, parameters: true, outputs: true, probabilities: true, timings: true },
  title: '',
  redactions: [],
  expiry: { kind: 'never', date: '' },
};

/** Null for an empty title, as the API has it. */
export function titleOf({ title }: ShareDraft): string | null {
  return title.trim() === '' ? null : title.trim();
}

/** Shorter ones would black out a letter in every other word. */
const SHORTEST_REDACTION = 2;

export type RedactResult =
  | { ok: true; redactions: readonly string[]; added: readonly string[] }
  | { ok: false; message: string };

/** Takes up texts that were selected or typed; white space around them is not part of them. */
export function withRedactions(before: readonly string[], texts: readonly string[]): RedactResult {
  const trimmed = texts.map((text) => text.trim()).filter((text) => text.length >= SHORTEST_REDACTION);
  if (trimmed.length === 0) return { ok: false, message: 'Select at least two characters.' };
  if (trimmed.some(({ length }) => length > MAX_REDACTION_LENGTH)) {
    return { ok: false, message: 'That is too long to be redacted. Leave the whole part out instead.' };
  }
  const redactions = [...new Set([...before, ...trimmed])];
  if (redactions.length > MAX_REDACTIONS) {
    return { ok: false, message: `At most ${MAX_REDACTIONS} texts can be redacted.` };
  }
  return { ok: true, redactions, added: redactions.slice(before.length) };
}

/** One thing in the list of what may be private. */
export interface RedactionRow {
  readonly text: string;
  /** Absent: redacted by hand. */
  readonly finding?: Finding;
  readonly isRedacted: boolean;
  /** By other redactions, which leave nothing of it: there is nothing of its own to undo. */
  readonly byAnother: boolean;
}

/**
 * What was found, in its order, then what was redacted by hand.
 *
 * @param shared what would be public; null while that is not known
 */
export function redactionRows(
  findings: readonly Finding[],
  redactions: readonly string[],
  shared: Shared | null,
): readonly RedactionRow[] {
  const found = new Set(findings.map(({ text }) => text));
  const finder = createRedactionFinder(redactions);
  const left = shared === null ? null : textsIn(shared);
  return [
    ...findings.map((finding) => {
      const { text } = finding;
      const isOwn = redactions.includes(text);
      // A part of it leaves the rest to be read, and a longer text may be hidden in one place of several.
      const isInAnother =
        redactions.some((other) => other.includes(text)) &&
        !(left?.some((one) => one.includes(text)) ?? true);
      const byAnother = !isOwn && (isInAnother || isWhole(finder, text));
      return { text, finding, isRedacted: isOwn || byAnother, byAnother };
    }),
    ...redactions
      .filter((text) => !found.has(text))
      .map((text) => ({ text, isRedacted: true, byAnother: false })),
  ];
}

/** Whether nothing of a text is left. */
function isWhole(finder: RedactionFinder, text: string): boolean {
  const [first] = finder.find(text).spans;
  return first !== undefined && first[0] === 0 && first[1] === text.length;
}

/** All that can be read, but for tokens, which say the same once more. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    name === 'tokens' || name === 'pace' ? [] : textsIn(item),
  );
}
