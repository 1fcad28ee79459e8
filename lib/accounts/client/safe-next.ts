const HERE = 'http://here';

/**
 * Where to go after signing in: a path of this site, whatever the address bar was made to say; `/` for anything else.
 * What is returned is read once more as a browser would read it: `/.//host` is a path of this site, but what remains of
 * it once the dot is resolved is `//host`, which is another site.
 */
export function safeNext(next: string | null | undefined): string {
  if (!next?.startsWith('/')) return '/';
  const path = pathHere(next);
  return path !== null && pathHere(path) === path ? path : '/';
}

/** Path, query and fragment; null where the address leads away from here, or is none. */
function pathHere(address: string): string | null {
  // `//host` and `/\host` are other sites to a browser, and it passes over tabs and line ends in front of them.
  if (!URL.canParse(address, HERE)) return null;
  const there = new URL(address, HERE);
  if (there.origin !== HERE || there.username !== '' || there.password !== '') return null;
  return there.pathname + there.search + there.hash;
}
