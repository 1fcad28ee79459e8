import type { UpstreamTarget } from './target';

/** Words that name a scheme, and are sent before a secret. */
const SCHEME = /^(?:bearer|basic|token)\s+/i;

/**
 * What must not be repeated from an answer of this upstream: its key and the values of its extra headers, as
 * stored, and without the word "Bearer", which some people paste with a key (see transport.ts).
 */
export function secretsIn({ key, headers }: Pick<UpstreamTarget, 'key' | 'headers'>): string[] {
  const sent = [key ?? '', ...headers.map(({ value }) => value)].filter((secret) => secret !== '');
  return [...new Set(sent.flatMap((secret) => [secret, secret.replace(SCHEME, '')]))];
}
