/**
 * Whose drafts, plans and preferences this browser stores. Every key of ours in its storage begins with
 * `playground.`, and `playground.owner` names the account that they belong to. Nothing is shown to, or
 * written for, anybody else.
 */

export interface Person {
  readonly id: string;
  readonly isGuest: boolean;
}

export type OwnedStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const PREFIX = 'playground.';
export const OWNER_KEY = `${PREFIX}owner`;
/** Prefix of what waits for its owner to sign in again. Not to be read until then. */
const SEALED = 'sealed:';
/** The id that links a tab to its draft (lib/playground/client/draft-storage.ts). */
const TAB_KEY = `${PREFIX}tab`;

export function readOwner(storage: OwnedStorage): Person | null {
  return ownerAt(storage, OWNER_KEY);
}

/** The person whose session has expired here and who has not signed in again. */
export function readSealedOwner(storage: OwnedStorage): Person | null {
  return ownerAt(storage, SEALED + OWNER_KEY);
}

function ownerAt(storage: OwnedStorage, key: string): Person | null {
  const text = attempt(() => storage.getItem(key));
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

/** Removes everything of ours, no matter which user it belongs to. */
export function clearStorage(storage: OwnedStorage): void {
  for (const key of keysOf(storage)) {
    if (key.startsWith(PREFIX) || key.startsWith(SEALED)) attempt(() => storage.removeItem(key));
  }
}

/** What happened to the data of a previous person. */
export type Handover = 'kept' | 'sealed' | 'cleared';

/**
 * Called when a page begins and the server has said who is looking. Data without an owner becomes theirs;
 * data of another account is deleted. After an expired session, an account finds its own data again when it
 * signs in; until then nobody sees it.
 * @param revoked the browser still holds a session that was ended deliberately, from elsewhere
 * @param leaver who must have signed out deliberately when nobody is signed in, as the browser's other
 * storage shows
 */
export function handOver(
  storage: OwnedStorage,
  viewer: Person | null,
  { revoked, leaver = null }: { revoked: boolean; leaver?: string | null },
): Handover {
  const owner = readOwner(storage);
  const waiting = readSealedOwner(storage);
  const isGone =
    viewer === null ? revoked || leaver === (owner ?? waiting)?.id : owner !== null && owner.id !== viewer.id;
  const hadOwner = (owner ?? waiting) !== null;
  if (isGone && hadOwner) clearStorage(storage);
  if (viewer !== null) takeOver(storage, viewer);
  // A guest's cookie was the only way to the guest, so nobody can come back for this data.
  else if (owner !== null && !owner.isGuest && !isGone) seal(storage);
  writeOwner(storage, viewer);
  if (isGone && hadOwner) return 'cleared';
  return viewer === null && owner !== null && !owner.isGuest ? 'sealed' : 'kept';
}

function seal(storage: OwnedStorage): void {
  // The owner's name first, and at both keys for a moment: other tabs check at once, and a missing name means
  // that they must close.
  attempt(() => storage.setItem(SEALED + OWNER_KEY, storage.getItem(OWNER_KEY) ?? ''));
  move(storage, OWNER_KEY, SEALED + OWNER_KEY);
  for (const key of keysOf(storage)) if (key.startsWith(PREFIX)) move(storage, key, SEALED + key);
}

/**
 * The storage becomes this person's as it is: what was sealed for them is restored, what was sealed for
 * another is deleted.
 */
export function takeOver(storage: OwnedStorage, person: Person): void {
  // Both before and after: other tabs must always find a name, and the first write may fail when storage is
  // full.
  writeOwner(storage, person);
  unseal(storage, person);
  writeOwner(storage, person);
}

/** Restores what was sealed for this person, beside what is there; deletes what was sealed for another. */
function unseal(storage: OwnedStorage, viewer: Person): void {
  const waiting = keysOf(storage).filter((key) => key.startsWith(SEALED));
  if (waiting.length === 0) return;
  const isTheirs = readSealedOwner(storage)?.id === viewer.id;
  for (const key of waiting) {
    const plain = key.slice(SEALED.length);
    // Every tab gets an id as soon as it is used. With the new one the tab would not find its draft again.
    const isFree = plain === TAB_KEY || attempt(() => storage.getItem(plain)) === null;
    if (isTheirs && isFree && plain !== OWNER_KEY) move(storage, key, plain);
    else attempt(() => storage.removeItem(key));
  }
}

/** A view of sealed data for its owner's page that is still open. */
export function sealedView(storage: OwnedStorage): OwnedStorage {
  const keys = () => keysOf(storage).filter((key) => key.startsWith(SEALED));
  return {
    getItem: (key) => storage.getItem(SEALED + key),
    setItem: (key, value) => storage.setItem(SEALED + key, value),
    removeItem: (key) => storage.removeItem(SEALED + key),
    key: (at) => keys()[at]?.slice(SEALED.length) ?? null,
    get length() {
      return keys().length;
    },
  };
}

function move(storage: OwnedStorage, from: string, to: string): void {
  attempt(() => {
    const text = storage.getItem(from);
    // Remove before adding: both may not fit.
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

/** Any access to storage throws when a browser forbids it. */
function attempt<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch {
    return null;
  }
}
