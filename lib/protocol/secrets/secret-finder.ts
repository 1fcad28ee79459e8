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

/** Stands where a secret was. */
export const MASK = '•••';

/** So much of a secret, alone at the place where it stands, is not there by accident. */
const PART = 8;

/**
 * Finds secrets in any of their forms, whatever the case of their letters (base64 and hexadecimal are then found as
 * well), full-width, and with separators or unseen characters between them.
 */
export interface SecretFinder {
  /** @param found told a form's place, in the order of ends */
  read(found: (start: number, end: number) => void): SecretReader;
  /** Whether a text, read after what came before it, holds or ends a secret, or is itself a good part of one. */
  isIn(text: string, before: SecretState): boolean;
}

/** Null where there is nothing to keep: no key, or a placeholder. */
export function createSecretFinder(secrets: readonly string[]): SecretFinder | null {
  const retained = secrets.filter(isSecret);
  const exact = [...new Set(retained.flatMap((secret) => Array.from(formsOfSecret(secret), folded)))];
  const loose = [...new Set(retained.flatMap((secret) => [...looseForms(secret)]))];
  if (exact.length === 0) return null;
  // Nearly every unit of an honest text is only asked about here.
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
