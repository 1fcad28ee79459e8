import { lettersOf, looseForms } from './loose-forms';
import { formsOfSecret, isSecret } from './secret-forms';
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

/** Null when there is nothing to protect: no key, or a placeholder. */
export function createSecretFinder(secrets: readonly string[]): SecretFinder | null {
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
