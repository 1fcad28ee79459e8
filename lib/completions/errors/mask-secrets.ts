/**
 * Takes what looks like a key out of a text that came from elsewhere: some servers repeat the key, or part of it, in
 * their refusals ("Incorrect API key provided: sk-abc***xyz"), and error texts are stored, logged and shown.
 */

const MASK = '•••';

/** Key forms of known providers; the prefix stays, so that a person can tell which kind of key it was. */
const PREFIXED =
  /\b(sk-(?:proj-|or-v1-|or-|ant-|svcacct-)?|[pr]k-|r9s[-_]|cpk?_|gsk_|hf_|xai-|tgp_v1_|fw_|csk-|nvapi-|gh[opsu]_|github_pat_|AIza|AKIA)[\w*.…-]{4,}/g;

/**
 * What follows "Bearer", "api key", "token" … when it holds a digit or stars, as keys do and words do not. No two
 * repetitions that take the same characters stand side by side: a run of spaces could be shared out between them in too many ways.
 */
const NAMED =
  /\b(bearer|api[ _-]?key(?:\s+(?:provided|is))?|access[ _-]?token|secret)(["']?\s*(?:[:=]\s*)?["']?)([\w*.…~+/=-]{8,})/gi;

/**
 * @param secrets keys known to the caller, replaced wherever they stand, whatever their form
 */
export function maskSecrets(text: string, secrets: readonly string[] = []): string {
  let result = text;
  for (const secret of secrets) {
    // Very short "keys" ("none", "x") would tear holes into ordinary words.
    if (secret.length < 6) continue;
    for (const form of formsOf(secret)) result = withoutBeginning(result.replaceAll(form, MASK), form);
  }
  return result
    .replace(PREFIXED, (_found, prefix: string) => `${prefix}${MASK}`)
    .replace(NAMED, (found, name: string, between: string, value: string) =>
      /[\d*]/.test(value) ? `${name}${between}${MASK}` : found,
    );
}

/** A secret as it stands in JSON (with and without escaped slashes), in an address, and in a page. */
function formsOf(secret: string): Set<string> {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inPage = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return new Set([
    secret,
    inJson,
    inJson.replaceAll('/', '\\/'),
    encodeURIComponent(secret),
    inPage,
    inPage.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
  ]);
}

/** A text that was cut at a limit may end in the middle of the key. */
function withoutBeginning(text: string, secret: string): string {
  for (let length = secret.length - 1; length >= 8; length--) {
    if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + MASK;
  }
  return text;
}
