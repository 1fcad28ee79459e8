/**
 * Characters that are invisible but change a text or how it reads: direction marks, zero-width joiners and
 * blanks, control characters. A model reads each of them.
 */

/**
 * Characters that are legitimate next to certain neighbours: in emoji and in scripts that join their letters.
 */
const JOINERS = String.raw`\u200c\u200d\ufe00-\ufe0f`;
const HIDDEN = new RegExp(
  [
    String.raw`[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f`,
    String.raw`\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb`,
    JOINERS,
    String.raw`\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|[\ud800-\udfff]`,
  ].join(''),
  'gu',
);
const IS_JOINER = new RegExp(`[${JOINERS}]`, 'u');
/** The neighbours of a legitimate joiner: emoji, and letters of certain scripts. */
const JOINS =
  /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{M}\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Mongolian}\p{Script=Han}#*0-9]/u;

const NAMES: Readonly<Record<number, string>> = {
  0: 'NUL',
  27: 'escape',
  127: 'delete',
  173: 'soft hyphen',
  1564: 'Arabic letter mark',
  8203: 'zero-width space',
  8204: 'zero-width non-joiner',
  8205: 'zero-width joiner',
  8206: 'left-to-right mark',
  8207: 'right-to-left mark',
  8232: 'line separator',
  8233: 'paragraph separator',
  8234: 'left-to-right embedding',
  8235: 'right-to-left embedding',
  8236: 'end of direction',
  8237: 'left-to-right override',
  8238: 'right-to-left override',
  8288: 'word joiner',
  8294: 'left-to-right isolate',
  8295: 'right-to-left isolate',
  8296: 'first strong isolate',
  8297: 'end of isolate',
  65279: 'byte order mark',
};

export interface HiddenCharacter {
  /** For example `U+202E`. */
  readonly code: string;
  /** With its name, if it has a well-known one. */
  readonly label: string;
  readonly count: number;
}

/** Which hidden characters a text contains, in the order of their first occurrence. Linear. */
export function hiddenCharacters(text: string): HiddenCharacter[] {
  const counts = new Map<number, number>();
  for (const { code } of eachHidden(text)) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => {
    const name = NAMES[code] ?? (code < 0xa0 ? 'control character' : null);
    return {
      code: codeName(code),
      label: name === null ? codeName(code) : `${codeName(code)} ${name}`,
      count,
    };
  });
}

export function hasHidden(text: string): boolean {
  return eachHidden(text).next().done !== true;
}

/** The same text without them. */
export function withoutHidden(text: string): string {
  return mapped(text, () => '');
}

/** The text with hidden characters written out, for names and titles: `[U+202E]`. Not to be stored. */
export function visibleName(text: string): string {
  return mapped(text, (code) => `[${codeName(code)}]`);
}

function mapped(text: string, write: (code: number) => string): string {
  let result = '';
  let from = 0;
  for (const { at, length, code } of eachHidden(text)) {
    result += text.slice(from, at) + write(code);
    from = at + length;
  }
  return from === 0 ? text : result + text.slice(from);
}

export interface HiddenMatch {
  readonly at: number;
  readonly length: number;
  readonly code: number;
}

/** Their positions, in order. */
export function* eachHidden(text: string): Generator<HiddenMatch> {
  for (const found of text.matchAll(HIDDEN)) {
    const [character] = found;
    if (IS_JOINER.test(character) && isJoined(text, found.index)) continue;
    yield { at: found.index, length: character.length, code: character.codePointAt(0) ?? 0 };
  }
}

/** Whether a joiner follows something that it can belong to. */
function isJoined(text: string, at: number): boolean {
  const low = text.charCodeAt(at - 1);
  const before = low >= 0xdc00 && low <= 0xdfff ? text.slice(at - 2, at) : text.slice(at - 1, at);
  return before !== '' && (JOINS.test(before) || before === '\ufe0f');
}

export function codeName(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
