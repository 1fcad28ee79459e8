import type { CardFont } from './card-fonts';

/** Replaces a run of characters that the font does not have. */
const MISSING = '…';

/**
 * A text with only the characters that the font can draw, cut to a length in characters. Line breaks stay,
 * other white space becomes a space; a stretch in another script becomes one sign.
 */
export function drawable(text: string, { characters }: Pick<CardFont, 'characters'>, length: number): string {
  let drawn = '';
  for (const character of text.slice(0, length * 4)) {
    if (drawn.length >= length) return `${drawn.trimEnd()}…`;
    if (character === '\n') drawn += '\n';
    else if (/\s/.test(character)) drawn += ' ';
    else if (characters.has(character.codePointAt(0) ?? 0)) drawn += character;
    else if (!drawn.endsWith(MISSING)) drawn += MISSING;
  }
  return drawn;
}
