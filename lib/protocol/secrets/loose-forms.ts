/** Fewer letters in a row occur in ordinary texts too, once everything between letters is ignored. */
const SHORTEST = 8;
const LONG = 12;
const VERY_LONG = 16;

/** The common prefix of a provider's keys, which a server may leave out. */
const PREFIX =
  /^(?:bearer\s+)?(?:sk-(?:proj-|or-v1-|or-|ant-(?:api\d+-)?|svcacct-|admin-)?|[pr]k-|r9s[-_]|cpk?_|gsk_|hf_|xai-|tgp_v1_|fw_|csk-|nvapi-|gh[opsu]_|github_pat_|AIza|AKIA)?/i;

/**
 * The letters and digits of a key in its forms, as they remain when everything between them is ignored: so
 * white space, line breaks, list separators and escape marks need no forms of their own.
 */
export function looseForms(secret: string): Set<string> {
  const body = secret.replace(PREFIX, '');
  const forms = formsOf(secret);
  if (body !== secret && body.length >= VERY_LONG) forms.push(...formsOf(body));
  return new Set(forms.filter((form) => form.length >= SHORTEST));
}

function formsOf(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const wide = Uint8Array.from(text.split('').flatMap((unit) => [unit.charCodeAt(0), 0]));
  const written = (radix: number, width: number, mark = '') =>
    Array.from(bytes, (byte) => mark + byte.toString(radix).padStart(width, '0')).join('');
  const plain = lettersOf(text);
  return [
    ...(looksPrivate(plain) ? [plain, plain.split('').reverse().join('')] : []),
    // As encoded in an address, a page and a mail: characters that are not letters are encoded with some.
    ...['%', '='].map((mark) => lettersOf(text.replace(/[^A-Za-z0-9]/g, (unit) => numbered(unit, mark)))),
    lettersOf(text.replaceAll('=', '=3D')),
    lettersOf(text.replace(/[^A-Za-z0-9._~-]/g, (unit) => numbered(unit, '%'))),
    lettersOf(text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')),
    ...[bytes, wide].flatMap((all) => [0, 1, 2].map((before) => lettersOf(inBase64(all, before)))),
    ...['', 'x', '0x', 'u', 'u00'].map((mark) => written(16, 2, mark)),
    written(10, 1),
    written(10, 3),
    written(8, 3),
  ].filter((form) => form !== plain || looksPrivate(plain));
}

/** Words occur in ordinary texts; a mix of digits and letters does not, and neither does something long. */
function looksPrivate(letters: string): boolean {
  return letters.length >= LONG || (/\d/.test(letters) && /[a-z]/.test(letters));
}

function numbered(unit: string, mark: string): string {
  return mark + unit.charCodeAt(0).toString(16).padStart(2, '0');
}

/** ASCII letters and digits, in lower case. */
export function lettersOf(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

/**
 * Base64 of the bytes, only the characters that depend on these bytes alone. @param before number of
 * preceding bytes, modulo 3
 */
export function inBase64(bytes: Uint8Array, before: number): string {
  const plain = String.fromCharCode(...new Uint8Array(before), ...bytes);
  return btoa(plain).slice(Math.ceil((before * 8) / 6), Math.floor((plain.length * 8) / 6));
}
