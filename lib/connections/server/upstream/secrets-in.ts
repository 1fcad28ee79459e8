/**
 * What must not be repeated from an answer to a request with this key: the key as stored, and without the
 * word "Bearer", which some people paste with it (see transport.ts).
 */
export function secretsIn(key: string | null): string[] {
  if (key === null || key === '') return [];
  const bare = key.replace(/^bearer\s+/i, '');
  return bare === key ? [key] : [key, bare];
}
