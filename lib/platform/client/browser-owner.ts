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
export const OWNER_KEY = `${PREFIX}owner`;
/** In front of what waits for its owner to sign in again. Not ours to read until then. */
const SEALED = 'sealed:';
/** Which draft is a tab's own (lib/playground/client/draft-storage.ts). */
const TAB_KEY = `${PREFIX}tab`;

export function readOwner(storage: OwnedStorage): Person | null {
  return ownerAt(storage, OWNER_KEY);
}

/** Whose session has run out here, and who has not come back yet. */
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
  const waiting = readSealedOwner(storage);
  const isGone =
    viewer === null ? revoked || leaver === (owner ?? waiting)?.id : owner !== null && owner.id !== viewer.id;
  const hadOwner = (owner ?? waiting) !== null;
  if (isGone && hadOwner) clearStorage(storage);
  if (viewer !== null) takeOver(storage, viewer);
  // A guest's cookie was the only way to the guest: nobody else can be waiting for these.
  else if (owner !== null && !owner.isGuest && !isGone) seal(storage);
  writeOwner(storage, viewer);
  if (isGone && hadOwner) return 'cleared';
  return viewer === null && owner !== null && !owner.isGuest ? 'sealed' : 'kept';
}

function seal(storage: OwnedStorage): void {
  // The name first, and at both places for a moment: other tabs look at once, and nobody's name means that they must go.
  attempt(() => storage.setItem(SEALED + OWNER_KEY, storage.getItem(OWNER_KEY) ?? ''));
  move(storage, OWNER_KEY, SEALED + OWNER_KEY);
  for (const key of keysOf(storage)) if (key.startsWith(PREFIX)) move(storage, key, SEALED + key);
}

/** The storage becomes this person's, as it is: what waits for them comes back, what waits for another goes. */
export function takeOver(storage: OwnedStorage, person: Person): void {
  // Before and after: other tabs must find a name all the time, and there may be no room for it before.
  writeOwner(storage, person);
  unseal(storage, person);
  writeOwner(storage, person);
}

/** What waits for this person comes back, beside what is there; what waits for another goes. */
function unseal(storage: OwnedStorage, viewer: Person): void {
  const waiting = keysOf(storage).filter((key) => key.startsWith(SEALED));
  if (waiting.length === 0) return;
  const isTheirs = readSealedOwner(storage)?.id === viewer.id;
  for (const key of waiting) {
    const plain = key.slice(SEALED.length);
    // Every tab is given an id as soon as it is looked at. With the new one the tab would not find its draft again.
    const isFree = plain === TAB_KEY || attempt(() => storage.getItem(plain)) === null;
    if (isTheirs && isFree && plain !== OWNER_KEY) move(storage, key, plain);
    else attempt(() => storage.removeItem(key));
  }
}

/** What waits for its owner, as a page of theirs that is still open goes on using it. */
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
