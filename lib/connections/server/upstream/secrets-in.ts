import type { UpstreamTarget } from './target';

/** Words that name a scheme, and are sent before a secret. */
const SCHEME = /^(?:bearer|basic|token)\s+/i;

type Sealed = Pick<UpstreamTarget, 'key' | 'headers'>;

/** By the list of headers, which a connection keeps from run to run (../open-secrets.ts). */
const known = new WeakMap<Sealed['headers'], { readonly key: string | null; readonly secrets: string[] }>();

/**
 * What must not be repeated from an answer of this upstream: its key and the values of its extra headers, as
 * stored, and without the word "Bearer", which some people paste with a key (see transport.ts). The same list
 * for the same opened connection, so that what finds them is made once.
 */
export function secretsIn({ key, headers }: Sealed): readonly string[] {
  const before = known.get(headers);
  if (before?.key === key) return before.secrets;
  const sent = [key ?? '', ...headers.map(({ value }) => value)].filter((secret) => secret !== '');
  const secrets = [...new Set(sent.flatMap((secret) => [secret, secret.replace(SCHEME, '')]))];
  known.set(headers, { key, secrets });
  return secrets;
}
