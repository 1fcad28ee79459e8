import { vi } from 'vitest';

/** A browser's storage and windows, as far as documents need them. Every page of a test shares it. */
export function stubBrowser() {
  const storage = () => {
    const values = new Map<string, string>();
    let room = Number.POSITIVE_INFINITY;
    return {
      getItem: (key: string) => values.get(key) ?? null,
      setItem(key: string, value: string) {
        if (value.length > room) throw new Error('full');
        values.set(key, value);
      },
      removeItem: (key: string) => void values.delete(key),
      key: (at: number) => [...values.keys()][at] ?? null,
      get length() {
        return values.size;
      },
      setCapacity(characters: number) {
        room = characters;
      },
    };
  };
  const local = storage();
  const session = storage();
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('window', Object.assign(new EventTarget(), { localStorage: local, sessionStorage: session }));
  vi.stubGlobal('document', page);
  return { local, session, page };
}
