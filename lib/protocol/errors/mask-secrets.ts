import { maskWhole } from '../secrets/chunk-mask';
import { MASK, secretFinderOf } from '../secrets/secret-finder';

/**
 * Removes what looks like a key from a text of another server: some servers repeat the key, or part of it, in
 * their refusals ("Incorrect API key provided: sk-abc***xyz"), and error texts are stored, logged and shown.
 */

/** Key formats of known providers; the prefix stays, so that a person can see which kind of key it was. */
const PREFIXED =
  /\b(sk-(?:proj-|or-v1-|or-|ant-|svcacct-)?|[pr]k-|r9s[-_]|cpk?_|gsk_|hf_|xai-|tgp_v1_|fw_|csk-|nvapi-|gh[opsu]_|github_pat_|AIza|AKIA)[\w*.…-]{4,}/g;

/**
 * What follows "Bearer", "api key", "token" … when it contains a digit or stars, as keys do and words do not.
 * No two adjacent repetitions match the same characters: a run of spaces could be divided between them in too
 * many ways.
 */
const NAMED =
  /\b(bearer|api[ _-]?key(?:\s+(?:provided|is))?|access[ _-]?token|secret)(["']?\s*(?:[:=]\s*)?["']?)([\w*.…~+/=-]{8,})/gi;

/** How much of a known key is enough to mask it where a text was cut. */
const PART = 8;

/** @param secrets keys known to the caller, replaced everywhere, whatever their format */
export function maskSecrets(text: string, secrets: readonly string[] = []): string {
  const finder = secretFinderOf(secrets);
  return (finder === null ? text : maskWhole(text, finder, PART))
    .replace(PREFIXED, (_found, prefix: string) => `${prefix}${MASK}`)
    .replace(NAMED, (found, name: string, between: string, value: string) =>
      /[\d*]/.test(value) ? `${name}${between}${MASK}` : found,
    );
}
