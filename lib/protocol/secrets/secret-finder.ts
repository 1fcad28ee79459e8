import { inBase64, lettersOf, looseForms } from './loose-forms';
import {
  createSecretReader,
  foldedUnit,
  type SecretForms,
  type SecretReader,
  type SecretState,
} from './secret-reader';
import { createTextFinder } from './text-finder';

/** Replaces a secret. */
export const MASK = '•••';

/** This much of a secret, as a whole text, is not a coincidence. */
const PART = 8;

/**
 * Finds secrets in any of their forms, in any case (which also covers case-folded base64 and hexadecimal), in
 * full width, and with separators or invisible characters between their letters.
 */
export interface SecretFinder {
  /** @param found called with the range of each form, ordered by their ends */
  read(found: (start: number, end: number) => void): SecretReader;
  /**
   * Whether a text, read after earlier text, contains or completes a secret, or is itself a large part of
   * one.
   */
  isIn(text: string, before: SecretState): boolean;
}

/** By the list of secrets: building one takes longer than all else at the start of a run. */
const finders = new WeakMap<readonly string[], SecretFinder | null>();

/**
 * The finder of a list of secrets, made once for as long as the list lives. Null when there is nothing to
 * protect: no key, or a placeholder.
 */
export function secretFinderOf(secrets: readonly string[]): SecretFinder | null {
  const known = finders.get(secrets);
  if (known !== undefined) return known;
  const finder = createSecretFinder(secrets);
  finders.set(secrets, finder);
  return finder;
}

function createSecretFinder(secrets: readonly string[]): SecretFinder | null {
  const real = secrets.filter(isSecret);
  const exact = [...new Set(real.flatMap((secret) => Array.from(formsOfSecret(secret), folded)))];
  const loose = [...new Set(real.flatMap((secret) => [...looseForms(secret)]))];
  if (exact.length === 0) return null;
  // For nearly every unit of an ordinary text, this table is the only check.
  const firsts = new Uint8Array(65_536);
  for (const form of [...exact, ...loose]) firsts[form.charCodeAt(0)] = 1;
  const forms: SecretForms = {
    exact: createTextFinder(exact),
    loose: createTextFinder(loose),
    longest: loose.reduce((length, form) => Math.max(length, form.length), 0),
    begins: (unit) => firsts[foldedUnit(unit)] === 1,
  };
  const joined = exact.join('\n');
  const joinedLetters = loose.join('\n');
  return {
    read: (found) => createSecretReader(forms, found),
    isIn(text, before) {
      let isFound = false;
      const reader = createSecretReader(
        forms,
        () => {
          isFound = true;
        },
        before,
      );
      reader.push(text);
      if (isFound) return true;
      const part = folded(text.trim());
      const letters = lettersOf(part);
      return (
        (part.length >= PART && joined.includes(part)) ||
        (letters.length >= PART && joinedLetters.includes(letters))
      );
    },
  };
}

function folded(text: string): string {
  let small = '';
  for (let at = 0; at < text.length; at += 1) small += String.fromCharCode(foldedUnit(text.charCodeAt(at)));
  return small;
}

/** Shorter "keys" ("none", "x") would mask parts of ordinary words. */
const SHORTEST = 6;

/**
 * What people type when a server accepts any key. It opens nothing and occurs in ordinary sentences: a text
 * about Ollama must not be full of masks.
 */
const PLACEHOLDER =
  /^(?:bearer\s+)?(?:sk-)?(?:ollama|lm[-_ ]?studio|llama(?:[-_.]?cpp)?|localai|vllm|koboldcpp|not[-_ ]?(?:needed|required|used|set)|no[-_ ]?(?:api[-_ ]?)?key(?:[-_ ]?(?:needed|required))?|nokey|unused|placeholder|password|secret|changeme|anything|whatever|string|dummy|example|(?:my|your|any|some|test|dummy|fake|local)?[-_ ]?(?:api[-_ ]?)?(?:key|token)|x+|\*+|0+|1234567?8?9?0?)$/i;

/** Whether a key must be protected. */
function isSecret(key: string): boolean {
  return key.length >= SHORTEST && !PLACEHOLDER.test(key.trim());
}

/**
 * The forms in which a key can occur in a text: as it is, and as in JSON, an address, HTML, base64 (at any
 * byte offset), hexadecimal, and reversed. Case does not matter: see `SecretFinder`.
 */
function formsOfSecret(secret: string): Set<string> {
  const bytes = new TextEncoder().encode(secret);
  const inHex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inAddress = encoded(secret);
  const inPage = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return new Set([
    secret,
    Array.from(secret).reverse().join(''),
    inJson,
    inJson.replaceAll('/', '\\/'),
    JSON.stringify(inJson).slice(1, -1),
    inAddress,
    encoded(inAddress),
    inAddress.replaceAll('%20', '+'),
    inPage,
    inPage.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    ...[0, 1, 2].flatMap((before) => inBothBase64(bytes, before)),
    ...['', ' ', ':'].map((between) => inHex.join(between)),
    ...['%', '\\x', '\\u00'].map((mark) => inHex.map((byte) => mark + byte).join('')),
  ]);
}

/** A lone surrogate cannot be encoded, and occurs in no key. */
function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

/** In both base64 alphabets. */
function inBothBase64(bytes: Uint8Array, before: number): string[] {
  const text = inBase64(bytes, before);
  return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
}
