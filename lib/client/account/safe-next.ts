/** Where to go after signing in: a path of this site, whatever the address bar was made to say. */
export function safeNext(next: string | null | undefined): string {
  if (!next?.startsWith('/')) return '/';
  // `//host` and `/\host` are other sites to a browser.
  const there = URL.canParse(next, 'http://here') ? new URL(next, 'http://here') : null;
  if (there?.origin !== 'http://here') return '/';
  return there.pathname + there.search + there.hash;
}
