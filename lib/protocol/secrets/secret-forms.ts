import { inBase64 } from './loose-forms';

/** Shorter "keys" ("none", "x") would tear holes into ordinary words. */
const SHORTEST = 6;

/**
 * What people type where a server wants any key at all. It opens nothing, and is in ordinary sentences: a text about
 * Ollama must not be full of holes.
 */
const PLACEHOLDER =
  /^(?:bearer\s+)?(?:sk-)?(?:ollama|lm[-_ ]?studio|llama(?:[-_.]?cpp)?|localai|vllm|koboldcpp|not[-_ ]?(?:needed|required|used|set)|no[-_ ]?(?:api[-_ ]?)?key(?:[-_ ]?(?:needed|required))?|nokey|unused|placeholder|password|secret|changeme|anything|whatever|string|dummy|example|(?:my|your|any|some|test|dummy|fake|local)?[-_ ]?(?:api[-_ ]?)?(?:key|token)|x+|\*+|0+|1234567?8?9?0?)$/i;

/** Whether a key is one that has to be kept. */
export function isSecret(key: string): boolean {
  return key.length >= SHORTEST && !PLACEHOLDER.test(key.trim());
}

/**
 * A key as it may stand in a text: itself, and as it is in JSON, in an address, in a page, in base64 (wherever in the
 * encoded bytes it begins), in hexadecimal, and backwards. Letters of either case are one: see `SecretFinder`.
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

/** Half of a surrogate pair cannot be encoded, and is in no key. */
function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

/** In both alphabets. */
function inBothBase64(bytes: Uint8Array, before: number): string[] {
  const text = inBase64(bytes, before);
  return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
}
