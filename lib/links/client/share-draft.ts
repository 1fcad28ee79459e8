import type { Finding } from '@/lib/links/model/finding';
import { createRedactionFinder, type RedactionFinder } from '@/lib/links/model/redaction-finder';
import type { Shared } from '@/lib/links/model/shared';
import { textOf } from '@/lib/links/model/shared-document-text';
import {
  MAX_REDACTION_LENGTH,
  MAX_REDACTIONS,
  type ShareChoice,
  type SharePreview,
} from '@/lib/links/model/shares';
import { type Expiry, usualExpiry } from './expiry';

/** A link that is being prepared. */
export interface ShareDraft {
  readonly include: ShareChoice;
  readonly title: string;
  readonly redactions: readonly string[];
  /** Those of them that stay readable inside longer words. */
  readonly wholeWords: readonly string[];
  readonly expiry: Expiry;
}

const RUNS: ShareChoice = {
  prompt: true,
  parameters: true,
  outputs: true,
  probabilities: true,
  timings: true,
};
/** A document's branches may have much that its owner has decided against. */
const DOCUMENT: ShareChoice = { ...RUNS, authors: true, branches: false };

/** Everything is shown, but for a document's other branches, for as long as the owner's links usually are. */
export function newShare(linkDays: number | null, kind: Shared['kind'] = 'run', title = ''): ShareDraft {
  return {
    include: kind === 'document' ? DOCUMENT : RUNS,
    title,
    redactions: [],
    wholeWords: [],
    expiry: usualExpiry(linkDays),
  };
}

/** Null for an empty title, as the API expects. */
export function titleOf({ title }: ShareDraft): string | null {
  return title.trim() === '' ? null : title.trim();
}

/** Shorter ones would redact a letter in every other word. */
const SHORTEST_REDACTION = 2;

/** A selected text and the characters around it. */
export interface Selected {
  readonly text: string;
  readonly before: string;
  readonly after: string;
}

const LETTER = /[\p{L}\p{M}\p{N}]/u;
/**
 * A short word in small letters is a part of many others, and no password; a name or a longer text is hidden
 * everywhere unless its owner decides otherwise.
 */
const ORDINARY_WORD = /^\p{Ll}{2,5}$/u;

/** Those of the selected texts that are, where they were selected, an ordinary word and no part of one. */
export function ordinaryWords(selected: readonly Selected[]): string[] {
  return selected.flatMap(({ text, before, after }) => {
    const word = text.trim();
    if (!ORDINARY_WORD.test(word)) return [];
    const isPart =
      (text.startsWith(word) && LETTER.test(before)) || (text.endsWith(word) && LETTER.test(after));
    return isPart ? [] : [word];
  });
}

export type RedactResult =
  | { ok: true; redactions: readonly string[]; added: readonly string[] }
  | { ok: false; message: string };

/** Adds texts that were selected or typed, without surrounding white space. */
export function withRedactions(before: readonly string[], texts: readonly string[]): RedactResult {
  const trimmed = texts.map((text) => text.trim()).filter((text) => text.length >= SHORTEST_REDACTION);
  if (trimmed.length === 0) return { ok: false, message: 'Select at least two characters.' };
  if (trimmed.some(({ length }) => length > MAX_REDACTION_LENGTH)) {
    return { ok: false, message: 'This is too long to redact. Leave out the whole part instead.' };
  }
  const redactions = [...new Set([...before, ...trimmed])];
  if (redactions.length > MAX_REDACTIONS) {
    return { ok: false, message: `You can redact up to ${MAX_REDACTIONS} items.` };
  }
  return { ok: true, redactions, added: redactions.slice(before.length) };
}

/** One row in the list of what may be private. */
export interface RedactionRow {
  readonly text: string;
  /** Absent: redacted manually. */
  readonly finding?: Finding;
  readonly isRedacted: boolean;
  /** Covered entirely by other redactions, so there is nothing to undo here. */
  readonly byAnother: boolean;
  /** In how many places; absent while that is unknown. */
  readonly places?: number;
  /** Whether only whole words are redacted; absent where that would change nothing. */
  readonly wholeWords?: boolean;
  /** In how many places it stays readable inside longer words. */
  readonly leftInWords?: number;
}

/**
 * The findings, in their order, then the manual redactions.
 *
 * `shared`: what would be public; null while that is unknown.
 */
export function redactionRows(
  { findings, places, shared }: Pick<SharePreview, 'findings' | 'places'> & { shared: Shared | null },
  { redactions, wholeWords }: Pick<ShareDraft, 'redactions' | 'wholeWords'>,
): readonly RedactionRow[] {
  const found = new Set(findings.map(({ text }) => text));
  const finder = createRedactionFinder(redactions, wholeWords);
  const left = shared === null ? null : textsIn(shared);
  const counted = new Map(places.map((one) => [one.text, one]));
  const placesOf = (text: string): Pick<RedactionRow, 'places' | 'wholeWords' | 'leftInWords'> => {
    const count = counted.get(text);
    if (!count) return {};
    const isWords = wholeWords.includes(text);
    const inWords = count.anywhere - count.wholeWords;
    return {
      places: isWords ? count.wholeWords : count.anywhere,
      // What was found is a secret, and hidden everywhere.
      ...(inWords > 0 && !found.has(text) && { wholeWords: isWords, leftInWords: isWords ? inWords : 0 }),
    };
  };
  return [
    ...findings.map((finding) => {
      const { text } = finding;
      const isOwn = redactions.includes(text);
      // A part of a redacted text leaves the rest readable, and a longer text may be redacted in only some of
      // its occurrences.
      const isInAnother =
        redactions.some((other) => other.includes(text)) &&
        !(left?.some((one) => one.includes(text)) ?? true);
      const byAnother = !isOwn && (isInAnother || isWhole(finder, text));
      return { text, finding, isRedacted: isOwn || byAnother, byAnother, ...(isOwn && placesOf(text)) };
    }),
    ...redactions
      .filter((text) => !found.has(text))
      .map((text) => ({ text, isRedacted: true, byAnother: false, ...placesOf(text) })),
  ];
}

/** Whether nothing of a text remains readable. */
function isWhole(finder: RedactionFinder, text: string): boolean {
  const [first] = finder.find(text).spans;
  return first !== undefined && first[0] === 0 && first[1] === text.length;
}

/** All readable text except tokens, which repeat it. */
function textsIn(shared: Shared): string[] {
  if (shared.kind !== 'document') return stringsIn(shared);
  // A text may span several pieces.
  const { branches, ...others } = shared;
  return [...stringsIn(others), ...branches.flatMap(({ name, pieces }) => [name ?? '', textOf(pieces)])];
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    name === 'tokens' || name === 'pace' ? [] : stringsIn(item),
  );
}
