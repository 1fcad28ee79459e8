/**
 * Where next-auth may send somebody afterwards: an address of this site, made absolute; the site itself for any other,
 * and for what is no address at all (next-auth answers 500 to that).
 */
export function callbackHere(address: string, origin: string): string {
  // Read twice: what is left of `/.//host` once the dot is resolved would be another site to whoever takes the path alone.
  const path = pathHere(address, origin);
  return path !== null && pathHere(path, origin) === path ? origin + path : origin;
}

function pathHere(address: string, origin: string): string | null {
  if (!URL.canParse(address, origin)) return null;
  const there = new URL(address, origin);
  if (there.origin !== origin || there.username !== '' || there.password !== '') return null;
  return there.pathname + there.search + there.hash;
}

/** A query, or a form, with its `callbackUrl` made one that next-auth can read. */
export function withCallbackHere<Fields extends Readonly<Record<string, string>> | undefined>(
  fields: Fields,
  origin: string,
): Fields {
  const { callbackUrl } = fields ?? {};
  return callbackUrl === undefined ? fields : { ...fields, callbackUrl: callbackHere(callbackUrl, origin) };
}

/** The cookies of a request, without addresses that next-auth could not read; it keeps one in a cookie as well. */
export function withReadableCallbacks(
  cookies: Readonly<Record<string, string>>,
  origin: string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(cookies).map(([name, value]) => [
      name,
      name.endsWith('next-auth.callback-url') ? callbackHere(value, origin) : value,
    ]),
  );
}

/** A header can carry no other characters: what is beyond them is written as in an address. */
export function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, (some) =>
    [...Buffer.from(some)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
