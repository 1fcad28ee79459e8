import type { SensitiveKind } from './finding';

export interface Match {
  readonly kind: SensitiveKind;
  readonly start: number;
  readonly end: number;
}

/**
 * Each finds matches of one kind in linear time: every repetition is bounded, so that no text can cause
 * backtracking.
 */
export type Pattern = (text: string) => Iterable<Match>;

/**
 * Base64 blocks between BEGIN and END. Public ones are found too, so that nothing in them is taken for a key.
 */
const MAX_PEM_LENGTH = 8_000;
export interface PemBlock {
  readonly start: number;
  readonly end: number;
  readonly isPrivate: boolean;
}
export function pemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  for (const begin of text.matchAll(/-----BEGIN ([A-Z0-9 ]{3,60})-----/g)) {
    const start = begin.index;
    const body = start + begin[0].length;
    const remaining = text.slice(body, body + MAX_PEM_LENGTH);
    const end = /-----END [A-Z0-9 ]{3,60}-----|(?=-----BEGIN )/.exec(remaining);
    // A block without its end still contains its secret.
    const length = begin[0].length + (end ? end.index + end[0].length : remaining.length);
    blocks.push({ start, end: start + length, isPrivate: /PRIVATE/.test(begin[1] ?? '') });
  }
  return blocks;
}

/** Keys with a recognizable prefix. */
const NAMED_KEYS: readonly RegExp[] = [
  // OpenAI, Anthropic, OpenRouter, Stripe and many others with the same format.
  /(?<![\w-])(?:sk|pk|rk)[-_](?:[a-z0-9]{2,12}[-_]){0,3}[A-Za-z0-9_-]{16,300}/g,
  /(?<![\w-])(?:r9s|cpk?|gsk|hf|r8|xai|csk|fw|nvapi|tgp_v1|npm|dop_v1|glpat|pypi|shpat|lin_api)[-_][A-Za-z0-9_-]{20,300}/g,
  /(?<![\w-])(?:gh[opsur]_[A-Za-z0-9]{20,255}|github_pat_\w{22,255})/g,
  /(?<![A-Za-z0-9])(?:AKIA|ASIA|AIDA|AROA)[A-Z2-7]{16}(?![A-Za-z0-9])/g,
  /(?<![\w-])AIza[\w-]{30,60}/g,
  /(?<![\w-])ya29\.[\w-]{20,300}/g,
  /(?<![\w-])xox[abeoprs]-[\w-]{10,250}/g,
  /(?<![\w.-])SG\.[\w-]{16,64}\.[\w-]{16,64}/g,
  // JWT: {"…  .  {"…  .  signature
  /(?<![\w-])eyJ[\w-]{10,4000}\.eyJ[\w-]{10,4000}\.[\w-]{0,1000}/g,
];

/** Only the value, in group 1; it must contain a digit, as secrets do and words or variable names do not. */
const VALUES: readonly RegExp[] = [
  /\bbearer ([\w.~+/=-]{16,4000})/gi,
  /(?:api[ _-]?key|access[ _-]?key|secret[ _-]?key|secret|auth[ _-]?token|access[ _-]?token|token|passwor[dt]|passwd|pwd)["']?[ \t]{0,4}(?:=|:|=>|is)[ \t]{0,4}["']?([^\s"'`<>(){}[\],;$]{8,200})/gi,
  // https://user:password@host
  /:\/\/[^\s/:@"'<>]{1,100}:([^\s/@"'<>]{3,200})@/g,
];

export const namedKeys: Pattern = function* (text) {
  for (const pattern of NAMED_KEYS) {
    for (const { index, 0: found } of text.matchAll(pattern)) {
      const body = found.slice(found.search(/[-_.]/) + 1);
      if (/\d/.test(body) || /^(?:AKIA|ASIA|AIDA|AROA|xox)/.test(found)) {
        yield { kind: 'key', start: index, end: index + found.length };
      }
    }
  }
};

export const keyValues: Pattern = function* (text) {
  for (const pattern of VALUES) {
    for (const { index, 0: found, 1: value = '' } of text.matchAll(pattern)) {
      if (!/\d/.test(value) || !/\D/.test(value) || /^[\d.]+[a-z]{0,3}$/i.test(value)) continue;
      const start = index + found.lastIndexOf(value);
      yield { kind: 'key', start, end: start + value.length };
    }
  }
};

/** Longer ones are data, not secrets. */
const MAX_RANDOM_LENGTH = 300;

/**
 * A string of letters and digits that only a generator makes: the character kinds change at almost every
 * other character.
 */
export const randomTexts: Pattern = function* (text) {
  let dataEnd = -1;
  // Bounded: an embedded picture of some megabytes is one such string, and would exceed the regular
  // expression's memory.
  for (const { index, 0: found } of text.matchAll(/[A-Za-z0-9_+/=-]{28,301}/g)) {
    const end = index + found.length;
    const isData = found.length > MAX_RANDOM_LENGTH || index === dataEnd;
    if (isData) dataEnd = end;
    if (isData || !looksRandom(found)) continue;
    // A checksum, image data, a public key: long, and meant to be visible.
    if (/(?:sha\d{1,3}[-:=]|base64,|ssh-[a-z0-9]{3,10} )$/i.test(text.slice(Math.max(0, index - 16), index)))
      continue;
    if (/^(?:sha\d{1,3}-|AAAA[A-E]3N)/i.test(found)) continue;
    yield { kind: 'key', start: index, end: index + found.length };
  }
};

function looksRandom(text: string): boolean {
  let digits = 0;
  let upper = 0;
  let lower = 0;
  let changes = 0;
  let before = '';
  for (const character of text) {
    let kind = 'other';
    if (character >= '0' && character <= '9') {
      digits += 1;
      kind = 'digit';
    } else if (character >= 'A' && character <= 'Z') {
      upper += 1;
      kind = 'upper';
    } else if (character >= 'a' && character <= 'z') {
      lower += 1;
      kind = 'lower';
    }
    if (before !== '' && kind !== before) changes += 1;
    before = kind;
  }
  // Hexadecimal (hashes, UUIDs) has one case only, and camelCase changes at the beginnings of words.
  return digits >= 3 && upper >= 3 && lower >= 3 && changes / (text.length - 1) > 0.4;
}

const LOCAL = /[\p{L}\p{N}._%+'-]{1,64}$/u;
const DOMAIN =
  /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})(?:\.[\p{L}\p{N}-]{1,63}){0,5}\.(?:\p{L}{2,24}|xn--[a-z0-9-]{2,40})(?![\p{L}\p{N}-])/u;

export const emails: Pattern = function* (text) {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const local = LOCAL.exec(text.slice(Math.max(0, at - 64), at))?.[0].replace(/^[.%+'-]+/, '') ?? '';
    const domain = DOMAIN.exec(text.slice(at + 1, at + 256))?.[0] ?? '';
    if (local === '' || local.endsWith('.') || domain === '') continue;
    // git@host:path is not an e-mail address, and icon@2x.png is not either.
    if (/^(?:git|hg|svn)$/.test(local) || /^\dx\./.test(domain)) continue;
    yield { kind: 'email', start: at - local.length, end: at + 1 + domain.length };
  }
};

/** Numbers with a country code, and American ones: in other formats, any number could be a phone number. */
const PHONES: readonly RegExp[] = [
  // +49 30 1234567, +1 (555) 010-4477
  /(?<![\w+.])\+[1-9](?:[ ().\u00a0/-]{0,2}\d){7,14}(?![\w.]?\d)/g,
  // (555) 010-4477, 555-010-4477, 555.010.4477
  /(?<![\w.+-])(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-. ])[0-9]\d{2}[-.]\d{4}(?![-.]?\w)/g,
];

export const phones: Pattern = function* (text) {
  for (const pattern of PHONES) {
    for (const { index, 0: found } of text.matchAll(pattern)) {
      yield { kind: 'phone', start: index, end: index + found.length };
    }
  }
};
