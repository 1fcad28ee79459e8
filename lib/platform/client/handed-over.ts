import type { OwnedStorage } from './browser-owner';
import { ownStorage } from './browser-storage';

/** What one screen hands to the next under a key in its address. */
export interface HandedOver<Value> {
  /** Returns the key. */
  readonly put: (value: Value) => string;
  /** Null: nothing was handed over with this key in this tab. */
  readonly get: (key: string) => Value | null;
}

/**
 * Held by the page, and the last one by the tab's storage as well: the browser may load the next screen as a new page (after
 * an update of the server, or where the network was gone for a moment).
 *
 * @param key of the storage
 */
export function createHandedOver<Value>(
  key: string,
  { write, read }: { write: (value: Value) => string; read: (text: string) => Value | null },
  storage: () => OwnedStorage = () => ownStorage('session'),
): HandedOver<Value> {
  const held = new Map<string, Value>();
  return {
    put(value) {
      const name = String(Date.now());
      held.set(name, value);
      try {
        storage().setItem(key, `${name} ${write(value)}`);
      } catch {
        // Full or blocked: this page still has it.
      }
      return name;
    },
    get(name) {
      const known = held.get(name);
      if (known !== undefined) return known;
      try {
        const stored = storage().getItem(key) ?? '';
        return stored.startsWith(`${name} `) ? read(stored.slice(name.length + 1)) : null;
      } catch {
        return null;
      }
    },
  };
}
