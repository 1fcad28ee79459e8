'use client';

import {
  clearStorage,
  handOver,
  type OwnedStorage,
  type Person,
  readOwner,
  readSealedOwner,
  sealedView,
  takeOver,
  writeOwner,
} from './browser-owner';
import { noteSessionExpired } from './http/expired-session';
import { LAYOUT_COOKIE } from './playground-layout';

/*
 * The storage of this browser, for the person of this page only. Every part of the page that keeps something goes through
 * `ownStorage`: a tab that was left open by somebody who signed out in another one can neither read nor write.
 */

/** Undefined until the page knows who is looking; `left` once that person is gone and the page is about to be, too. */
let person: Person | null | undefined | 'left';
let watching = false;
/** Another page is on its way, whoever that one will be for. */
let leaving = false;
/** There was no room for the owner's name: then nothing can be kept, and a missing owner tells nothing. */
let unowned = false;
/** Who came in another tab while this page was a visitor's. It leaves when they do. */
let cameElsewhere: Person | null = null;

/** Once in a page's life, before anything is read. */
export function openStorage(viewer: Person | null, revoked: boolean): void {
  if (person !== undefined || typeof window === 'undefined') return;
  person = viewer;
  const { local, session } = places();
  const before = browserOwner();
  const ofTab = readOwner(session) ?? readSealedOwner(session);
  // Whoever owned this tab and no longer owns the browser has signed out, in another tab.
  const leaver = before?.id === ofTab?.id ? null : (ofTab?.id ?? null);
  const handover = handOver(local, viewer, { revoked });
  handOver(session, viewer, { revoked, leaver });
  if (handover === 'cleared') forgetLayout();
  unowned = viewer !== null && readOwner(local)?.id !== viewer.id;
  watch();
}

/** Who the page was opened for, or has come to belong to since. */
export function pagePerson(): Person | null {
  return typeof person === 'object' ? person : null;
}

/**
 * The server has named another person than the page belongs to. Answers whether the page may go on: as the account that a
 * visitor signed in to, or as the guest that a guest became anew. Otherwise nothing on it may be shown to them.
 */
export function continueAs(viewer: Person): boolean {
  if (leaving) return true;
  if (person === 'left') return false;
  const before = pagePerson();
  if (before !== null && before.id !== viewer.id && !(before.isGuest && viewer.isGuest)) return false;
  person = viewer;
  for (const storage of Object.values(places())) takeOver(storage, viewer);
  unowned = readOwner(places().local)?.id !== viewer.id;
  return true;
}

/** The person in front of the page takes what is on it along, into whichever account comes next. */
export function releaseStorage(): void {
  const before = pagePerson();
  person = null;
  for (const storage of Object.values(places())) {
    if (before !== null) takeOver(storage, before);
    writeOwner(storage, null);
  }
}

/** The person leaves: nothing of theirs stays, and the next page knows nothing of them. */
export function leaveTo(path: string): void {
  leaving = true;
  person = 'left';
  for (const storage of Object.values(places())) clearStorage(storage);
  forgetLayout();
  // Not `assign`: the page that is left may name a run of theirs.
  location.replace(path);
}

/** Goes to a page of whoever has just signed in, which decides what of this one may stay. */
export function arriveAt(path: string): void {
  leaving = true;
  location.assign(path);
}

/**
 * Storage as this page may use it. Reads as empty, and refuses to write, where it is blocked or belongs to somebody else.
 */
export function ownStorage(which: 'local' | 'session'): OwnedStorage {
  const storage = () => {
    if (!isMine() || (unowned && which === 'local')) return nowhere;
    const place = places()[which];
    // Another tab was loaded after the session had run out. What is written here meanwhile is not for visitors to read.
    return which === 'local' && isSealed() ? sealedView(place) : place;
  };
  return {
    getItem: (key) => storage().getItem(key),
    setItem: (key, value) => storage().setItem(key, value),
    removeItem: (key) => storage().removeItem(key),
    key: (at) => storage().key(at),
    get length() {
      return storage().length;
    },
  };
}

function isMine(): boolean {
  if (person === 'left') return false;
  // Pages for readers of a link know nobody. They keep how things are shown, and nothing that anybody wrote.
  return person === undefined || isOwner(person);
}

function isOwner(of: Person | null): boolean {
  // A visitor's tab becomes the guest's that another tab has made.
  if (of === null) return true;
  const owner = browserOwner();
  return owner === null ? unowned : owner.id === of.id;
}

/** Whose browser it is, also while their session has run out. */
function browserOwner(): Person | null {
  const { local } = places();
  return readOwner(local) ?? readSealedOwner(local);
}

function isSealed(): boolean {
  const { local } = places();
  const mine = pagePerson();
  return mine !== null && readOwner(local) === null && readSealedOwner(local)?.id === mine.id;
}

/** Another tab has signed out or in, or this page comes back from where the browser had put it aside. */
function watch(): void {
  if (watching) return;
  watching = true;
  const check = () => {
    if (leaving || person === 'left' || person === undefined) return;
    if (person === null) cameElsewhere ??= readOwner(places().local);
    if (!isOwner(person ?? cameElsewhere)) leave();
    else if (isSealed()) noteSessionExpired();
  };
  window.addEventListener('storage', check);
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) leaving = false;
    // Who has come and gone since, a visitor's page cannot know.
    if (persisted && person === null) location.reload();
    else check();
  });
  document.addEventListener('visibilitychange', check);
}

/** Nothing on the page may be shown to whoever is in front of it now. */
function leave(): void {
  clearStorage(places().session);
  leaving = true;
  person = 'left';
  // What was drawn must not be seen while the next page is on its way.
  document.documentElement.style.visibility = 'hidden';
  // The run that the address names is theirs. Elsewhere not `replace`: with a fragment it loads nothing.
  if (location.pathname === '/') location.replace('/');
  else location.reload();
}

function forgetLayout(): void {
  // Not the Cookie Store API: it exists in secure contexts only, and a local network may be plain http.
  Reflect.set(document, 'cookie', `${LAYOUT_COOKIE}=; path=/; max-age=0; samesite=lax`);
}

const nowhere: OwnedStorage = {
  getItem: () => null,
  setItem: () => {
    throw new Error('storage is blocked');
  },
  removeItem: () => {},
  key: () => null,
  length: 0,
};

function places(): { readonly local: OwnedStorage; readonly session: OwnedStorage } {
  return { local: storageOr(() => window.localStorage), session: storageOr(() => window.sessionStorage) };
}

/** Merely naming the storage throws where a browser forbids it. */
function storageOr(find: () => Storage): OwnedStorage {
  try {
    return find();
  } catch {
    return nowhere;
  }
}
