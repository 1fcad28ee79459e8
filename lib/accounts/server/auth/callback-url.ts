/**
 * Where next-auth may redirect afterwards: an absolute address of this site. For any other address, or one
 * that cannot be parsed (next-auth would answer 500), the site itself.
 */
export function callbackHere(address: string, origin: string): string {
  // Parsed twice: `/.//host` leaves `//host` once the dot is resolved, which is another site for a caller
  // that uses the path alone.
  const path = pathHere(address, origin);
  return path !== null && pathHere(path, origin) === path ? origin + path : origin;
}

function pathHere(address: string, origin: string): string | null {
  if (!URL.canParse(address, origin)) return null;
  const there = new URL(address, origin);
  if (there.origin !== origin || there.username !== '' || there.password !== '') return null;
  return there.pathname + there.search + there.hash;
}

/** A query or a form whose `callbackUrl` next-auth can parse. */
export function withCallbackHere<Fields extends Readonly<Record<string, string>> | undefined>(
  fields: Fields,
  origin: string,
): Fields {
  const { callbackUrl } = fields ?? {};
  return callbackUrl === undefined ? fields : { ...fields, callbackUrl: callbackHere(callbackUrl, origin) };
}

/**
 * The request's cookies, without addresses that next-auth could not parse; next-auth keeps a callback address
 * in a cookie as well.
 */
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

/** Headers carry ASCII only, so all other characters are percent-encoded. */
export function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, (some) =>
    [...Buffer.from(some)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
