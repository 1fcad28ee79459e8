const HERE = 'http://here';

/**
 * Where to go after signing in: a path of this site, or `/` when the address holds anything else. The result
 * is parsed once more as a browser would: `/.//host` is a path of this site, but once the dot is resolved
 * `//host` remains, which is another site.
 */
export function safeNext(next: string | null | undefined): string {
  if (!next?.startsWith('/')) return '/';
  const path = pathHere(next);
  return path !== null && pathHere(path) === path ? path : '/';
}

/** Path, query and fragment; null when the address leads to another site or is not valid. */
function pathHere(address: string): string | null {
  // `//host` and `/\host` are other sites to a browser, and it passes over tabs and line ends in front of them.
  if (!URL.canParse(address, HERE)) return null;
  const there = new URL(address, HERE);
  if (there.origin !== HERE || there.username !== '' || there.password !== '') return null;
  return there.pathname + there.search + there.hash;
}
