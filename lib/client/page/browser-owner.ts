/**
 * Whose drafts, plans and habits this browser keeps. Everything of ours in its storage begins with `playground.`, and
 * `playground.owner` names the account that it belongs to. Nothing is shown to, or written for, anybody else.
 */

export interface Person {
  readonly id: string;
  readonly isGuest: boolean;
}

export type OwnedStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const PREFIX = 'playground.';
const OWNER_KEY = `${PREFIX}owner`;
/** In front of what waits for its owner to sign in again. Not ours to read until then. */
const SEALED = 'sealed:';

export function readOwner(storage: OwnedStorage): Person | null {
  const text = attempt(() => storage.getItem(OWNER_KEY));
  if (!text) return null;
  const [kind, id] = [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)];
  return id === '' ? null : { id, isGuest: kind === 'guest' };
}

export function writeOwner(storage: OwnedStorage, owner: Person | null): void {
  attempt(() => {
    if (owner === null) storage.removeItem(OWNER_KEY);
    else storage.setItem(OWNER_KEY, `${owner.isGuest ? 'guest' : 'account'}:${owner.id}`);
  });
}

/** Takes everything of ours out, whoever it belongs to. */
export function clearStorage(storage: OwnedStorage): void {
  for (const key of keysOf(storage)) {
    if (key.startsWith(PREFIX) || key.startsWith(SEALED)) attempt(() => storage.removeItem(key));
  }
}

/** What became of what an earlier person had left. */
export type Handover = 'kept' | 'sealed' | 'cleared';

/**
 * A page begins, and the server has said who is looking. What belongs to nobody becomes theirs; what belongs to another
 * account goes. An account whose session ran out finds its own again after signing in; until then nobody sees it.
 * @param revoked the browser still holds a session that was ended on purpose, from elsewhere
 * @param leaver who must have left on purpose when nobody is looking, as another storage of this browser knows
 */
export function handOver(
  storage: OwnedStorage,
  viewer: Person | null,
  { revoked, leaver = null }: { revoked: boolean; leaver?: string | null },
): Handover {
  const owner = readOwner(storage);
  let handover: Handover = 'kept';
  if (viewer !== null) {
    if (owner !== null && owner.id !== viewer.id) {
      clearStorage(storage);
      handover = 'cleared';
    }
    unseal(storage, viewer);
  } else if (owner !== null) {
    if (revoked || leaver === owner.id) {
      clearStorage(storage);
      handover = 'cleared';
    } else if (!owner.isGuest) {
      // A guest's cookie was the only way to the guest: nobody else can be waiting for these.
      seal(storage);
      handover = 'sealed';
    }
  }
  writeOwner(storage, viewer);
  return handover;
}

function seal(storage: OwnedStorage): void {
  for (const key of keysOf(storage)) if (key.startsWith(PREFIX)) move(storage, key, SEALED + key);
}

/** What waits for this person comes back, beside what is there; what waits for another goes. */
function unseal(storage: OwnedStorage, viewer: Person): void {
  const waiting = keysOf(storage).filter((key) => key.startsWith(SEALED));
  if (waiting.length === 0) return;
  const owner = attempt(() => storage.getItem(SEALED + OWNER_KEY));
  const isTheirs = owner?.slice(owner.indexOf(':') + 1) === viewer.id;
  for (const key of waiting) {
    const plain = key.slice(SEALED.length);
    const isFree = attempt(() => storage.getItem(plain)) === null;
    if (isTheirs && isFree && plain !== OWNER_KEY) move(storage, key, plain);
    else attempt(() => storage.removeItem(key));
  }
}

function move(storage: OwnedStorage, from: string, to: string): void {
  attempt(() => {
    const text = storage.getItem(from);
    // First out, then in: there may be no room for both.
    storage.removeItem(from);
    if (text !== null) storage.setItem(to, text);
  });
}

function keysOf(storage: OwnedStorage): string[] {
  const count = attempt(() => storage.length) ?? 0;
  const keys: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const key = attempt(() => storage.key(at));
    if (key !== null) keys.push(key);
  }
  return keys;
}

/** Any touch of storage throws where a browser forbids it. */
function attempt<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch {
    return null;
  }
}
