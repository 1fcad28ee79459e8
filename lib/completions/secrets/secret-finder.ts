import { createTextFinder, type FinderState, START } from '@/lib/completions/share/text-finder';
import { formsOfSecret, isSecret } from './secret-forms';

/** Stands where a secret was. */
export const MASK = '•••';

/** So much of a secret, alone at the place where it stands, is not there by accident. */
const PART = 8;

/** Finds secrets in any of their forms, whatever the case of their letters: base64 and hexadecimal are then found as well. */
export interface SecretFinder {
  /** False for a unit that begins none: from `START` it leads back to it. */
  begins(unit: number): boolean;
  step(state: FinderState, unit: number): FinderState;
  /** Length of the longest form that ends here; 0 when none does. */
  matched(state: FinderState): number;
  /** How much of a form has been seen. */
  depth(state: FinderState): number;
  /** Whether a text, read after what came before it, holds or ends a secret, or is itself a good part of one. */
  isIn(text: string, before: FinderState): boolean;
}

/** Null where there is nothing to keep: no key, or a placeholder. */
export function createSecretFinder(secrets: readonly string[]): SecretFinder | null {
  const forms = new Set<string>();
  for (const secret of secrets.filter(isSecret)) {
    for (const form of formsOfSecret(secret)) forms.add(folded(form));
  }
  if (forms.size === 0) return null;
  const all = [...forms];
  const finder = createTextFinder(all);
  // Nearly every unit of an honest text is only asked about here.
  const firsts = new Uint8Array(128);
  const farFirsts = new Set(all.map((form) => form.charCodeAt(0)));
  for (const unit of farFirsts) firsts[unit] = 1;
  const joined = all.join('\n');
  const begins = (unit: number) => (unit < 128 ? firsts[foldedUnit(unit)] === 1 : farFirsts.has(unit));
  const step = (state: FinderState, unit: number) => finder.step(state, foldedUnit(unit));
  return {
    begins,
    step,
    matched: finder.matched,
    depth: finder.depth,
    isIn(text, before) {
      let state = before;
      for (let at = 0; at < text.length; at += 1) {
        const unit = text.charCodeAt(at);
        if (state === START && !begins(unit)) continue;
        state = step(state, unit);
        if (finder.matched(state) > 0) return true;
      }
      const part = text.trim();
      return part.length >= PART && joined.includes(folded(part));
    },
  };
}

/** Letters of ASCII alone: the others change their length now and then, and are in no key. */
function foldedUnit(unit: number): number {
  return unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit;
}

function folded(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
