/**
 * A value that exists once in the process, however often its module is loaded: Next bundles routes and pages apart, so
 * a plain module variable would exist twice.
 */
export function perProcess<T>(name: string, make: () => T): T {
  const key = Symbol.for(`completions-playground.${name}`);
  const held: unknown = Reflect.get(globalThis, key);
  if (held !== undefined) return held as T;
  const made = make();
  Reflect.set(globalThis, key, made);
  return made;
}
