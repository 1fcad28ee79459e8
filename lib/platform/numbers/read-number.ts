/**
 * Numbers as people write them. One parser for every number field, so that none of them sends another number
 * than the one typed: what has only one possible meaning is accepted, everything else is refused with a
 * sentence.
 */
export type ReadNumber =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'empty' }
  /** A sentence for the person. */
  | { readonly kind: 'refused'; readonly message: string };

export interface NumberRules {
  /** Whole numbers only: a comma or a point can only separate thousands. */
  readonly integer?: boolean;
  /** A value outside is still read when it has one meaning; the bounds decide between two. */
  readonly min?: number;
  readonly max?: number;
}

/** Longer than any number that a field accepts. */
const MAX_CHARACTERS = 64;

/**
 * Understands digits of every script, every minus sign, `1e3`, and the grouping of every country: `1,000.5`,
 * `1.000,5`, `1 000,5`, `1'000.5`, `1,00,000`, `١٬٠٠٠٫٥`, `1_000`. When a comma or a point is ambiguous, the
 * field decides: a whole number has no fraction, and a value out of bounds is not what was meant. Otherwise
 * the refusal names both meanings.
 */
export function readNumber(typed: string, rules: NumberRules = {}): ReadNumber {
  const shown = typed.trim();
  const text = plainText(shown);
  if (text === '') return { kind: 'empty' };
  if (text.length > MAX_CHARACTERS) return refused('This number is too long.');
  const parts = NUMBER.exec(text);
  if (!parts) return refused(`“${shown}” isn't a number.`);
  const [, sign = '', body = '', exponent = '0'] = parts;
  const readings = readingsOf(body).map((plain) => ({
    plain,
    value: Number(`${sign}${plain}e${exponent}`),
  }));
  if (readings.length === 0) return refused(`“${shown}” isn't a number.`);
  return choose(shown, readings, { ...rules, isScaled: parts[3] !== undefined });
}

interface Reading {
  /** Digits, with a point if there is a fraction. */
  readonly plain: string;
  readonly value: number;
}

function choose(
  shown: string,
  readings: readonly Reading[],
  { integer = false, min, max, isScaled }: NumberRules & { readonly isScaled: boolean },
): ReadNumber {
  // `1,000` in a field for whole numbers is a thousand: nobody writes a fraction there, except in `16.0`.
  // `1,00` may be a thousand with a missing digit, so it is refused; `1.000,00` cannot be.
  const whole = readings.filter(({ plain }) => !plain.includes('.'));
  const asWhole = readings.filter(({ plain }) => isScaled || /^\d+(?:\.0)?$|^\d{4,}\.00$/.test(plain));
  const fitting = integer ? (whole.length > 0 ? whole : asWhole) : readings;
  if (fitting.length === 0 || (integer && !fitting.some(({ value }) => Number.isInteger(value)))) {
    const isWhole = readings.some(({ value }) => Number.isInteger(value));
    return refused(
      isWhole
        ? `“${shown}” is unclear. Enter a whole number without commas or periods.`
        : `“${shown}” isn't a whole number.`,
    );
  }
  const inBounds = fitting.filter(
    ({ value }) => value >= (min ?? Number.NEGATIVE_INFINITY) && value <= (max ?? Number.POSITIVE_INFINITY),
  );
  const meant = inBounds.length > 0 ? inBounds : fitting;
  const values = [...new Set(meant.map(({ value }) => value))];
  const [value, other] = values;
  if (value === undefined || !Number.isFinite(value)) return refused(`“${shown}” is too large.`);
  if (other !== undefined) {
    return refused(`“${shown}” could mean ${value} or ${other}. Enter ${value} or ${other}.`);
  }
  // JavaScript would send a neighbouring number.
  if (integer && !Number.isSafeInteger(value)) return refused(`“${shown}” is too large to send exactly.`);
  return { kind: 'number', value: value + 0 };
}

/** Sign, digits with separators, exponent. The sign may be followed by a space. */
const NUMBER = /^([-+]?) ?((?:\d|[.,'_ ٬٫](?=[\d.,٫]|$))+)(?:e([-+]?\d{1,4}))?$/i;

/** Characters that only separate thousands. */
const ONLY_GROUPS = ["'", ' ', '_', '٬'];

/** Every way to read digits with separators, each without grouping and with a point for the fraction. */
function readingsOf(body: string): string[] {
  const found = new Set<string>();
  for (const decimal of ['.', ',', '٫', null]) {
    const at = decimal === null ? -1 : body.indexOf(decimal);
    if (decimal !== null && (at < 0 || at !== body.lastIndexOf(decimal))) continue;
    const whole = at < 0 ? body : body.slice(0, at);
    const fraction = at < 0 ? '' : body.slice(at + 1);
    if (!/^\d*$/.test(fraction) || (whole === '' && fraction === '')) continue;
    const digits = whole === '' ? '0' : ungrouped(whole);
    if (digits !== null) found.add(fraction === '' ? digits : `${digits}.${fraction}`);
  }
  return [...found];
}

/** The digits of a whole number; null when its separators are not at thousands. */
function ungrouped(whole: string): string | null {
  if (/^\d+$/.test(whole)) return whole;
  for (const sign of ['.', ',', ...ONLY_GROUPS]) {
    const groups = whole.split(sign);
    if (groups.length < 2 || !groups.every((group) => /^\d+$/.test(group))) continue;
    const [first = '', ...others] = groups;
    // No grouped number begins with a zero: `0,500` is a half.
    if (first.startsWith('0') || first.length > 3) return null;
    const last = others.pop();
    const inThrees = others.every((group) => group.length === 3);
    const asInIndia = sign === ',' && first.length <= 2 && others.every((group) => group.length === 2);
    return last?.length === 3 && (inThrees || asInIndia) ? groups.join('') : null;
  }
  return null;
}

/** Direction marks and joiners, which are copied along with a number and mean nothing. */
const INVISIBLE = /[\u200b-\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g;
const MINUS = /[\u2010-\u2015\u2212\u207b\ufe58\ufe63\uff0d]/g;
const PLUS = /[\ufe62\uff0b]/g;
const APOSTROPHE = /[\u2018\u2019\u02bc\uff07\u2032\u00b4`]/g;

/** The same with ASCII digits and signs. */
function plainText(text: string): string {
  return withAsciiDigits(text)
    .replace(INVISIBLE, '')
    .replace(MINUS, '-')
    .replace(PLUS, '+')
    .replace(APOSTROPHE, "'")
    .replace(/[\uff0c\u060c\u2e41]/g, ',')
    .replace(/\uff0e/g, '.')
    .replace(/\uff3f/g, '_')
    .replace(/[\uff45\uff25]/g, 'e')
    .replace(/\p{Zs}/gu, ' ')
    .trim();
}

/** Digits of every script as ASCII digits; everything else stays. */
export function withAsciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    if (code < 128) return digit;
    let zero = code;
    // Unicode keeps the ten digits of a script together, zero first; some sets follow each other directly.
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String((code - zero) % 10);
  });
}

function refused(message: string): ReadNumber {
  return { kind: 'refused', message };
}
