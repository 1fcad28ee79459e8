import { inBase64 } from './loose-forms';

/** Shorter "keys" ("none", "x") would mask parts of ordinary words. */
const SHORTEST = 6;

/**
 * What people type when a server accepts any key. It opens nothing and occurs in ordinary sentences: a text
 * about Ollama must not be full of masks.
 */
const PLACEHOLDER =
  /^(?:bearer\s+)?(?:sk-)?(?:ollama|lm[-_ ]?studio|llama(?:[-_.]?cpp)?|localai|vllm|koboldcpp|not[-_ ]?(?:needed|required|used|set)|no[-_ ]?(?:api[-_ ]?)?key(?:[-_ ]?(?:needed|required))?|nokey|unused|placeholder|password|secret|changeme|anything|whatever|string|dummy|example|(?:my|your|any|some|test|dummy|fake|local)?[-_ ]?(?:api[-_ ]?)?(?:key|token)|x+|\*+|0+|1234567?8?9?0?)$/i;

/** Whether a key must be protected. */
export function isSecret(key: string): boolean {
  return key.length >= SHORTEST && !PLACEHOLDER.test(key.trim());
}

/**
 * The forms in which a key can occur in a text: as it is, and as in JSON, an address, HTML, base64 (at any
 * byte offset), hexadecimal, and reversed. Case does not matter: see `SecretFinder`.
 */
export function formsOfSecret(secret: string): Set<string> {
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
