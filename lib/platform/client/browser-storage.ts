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
 * The storage of this browser, for the page's person only. All code that stores something goes through
 * `ownStorage`: a tab left open by somebody who signed out in another tab can neither read nor write.
 */

/**
 * Undefined until the page knows who is looking; `left` once that person is gone and the page is about to
 * close.
 */
let person: Person | null | undefined | 'left';
let watching = false;
/** The browser is already loading another page. */
let leaving = false;
/** The owner's name did not fit: then nothing can be stored, and a missing owner means nothing. */
let unowned = false;
/** Who signed in in another tab while this page was a visitor's. When they sign out, this page closes. */
let cameElsewhere: Person | null = null;

/** Called once per page, before anything is read. */
export function openStorage(viewer: Person | null, revoked: boolean): void {
  if (person !== undefined || typeof window === 'undefined') return;
  person = viewer;
  const { local, session } = storages();
  const before = browserOwner();
  const ofTab = readOwner(session) ?? readSealedOwner(session);
  // The owner of this tab is no longer the owner of the browser, so they signed out in another tab.
  const leaver = before?.id === ofTab?.id ? null : (ofTab?.id ?? null);
  const handover = handOver(local, viewer, { revoked });
  handOver(session, viewer, { revoked, leaver });
  if (handover === 'cleared') forgetLayout();
  unowned = viewer !== null && readOwner(local)?.id !== viewer.id;
  watch();
}

/** The person the page was opened for, or belongs to now. */
export function pagePerson(): Person | null {
  return typeof person === 'object' ? person : null;
}

/**
 * The server has named another person than the page belongs to. Returns whether the page may continue: for an
 * account that a visitor signed in to, or for a guest that replaced a guest. Otherwise nothing on it may be
 * shown to them.
 */
export function continueAs(viewer: Person): boolean {
  if (leaving) return true;
  if (person === 'left') return false;
  const before = pagePerson();
  if (before !== null && before.id !== viewer.id && !(before.isGuest && viewer.isGuest)) return false;
  person = viewer;
  for (const storage of Object.values(storages())) takeOver(storage, viewer);
  unowned = readOwner(storages().local)?.id !== viewer.id;
  return true;
}

/** Removes the owner from what is on the page, so that it goes with the person into their next account. */
export function releaseStorage(): void {
  const before = pagePerson();
  person = null;
  for (const storage of Object.values(storages())) {
    if (before !== null) takeOver(storage, before);
    writeOwner(storage, null);
  }
}

/** The person signs out: nothing of theirs stays, and the next page knows nothing about them. */
export function leaveTo(path: string): void {
  leaving = true;
  person = 'left';
  for (const storage of Object.values(storages())) clearStorage(storage);
  forgetLayout();
  // Not `assign`: the address of this page may name one of their runs.
  location.replace(path);
}

/** Goes to a page for the person who has just signed in, which decides what of this one may stay. */
export function arriveAt(path: string): void {
  leaving = true;
  location.assign(path);
}

/**
 * Storage as this page may use it. When it is blocked or belongs to somebody else, it reads as empty and
 * refuses to write.
 */
export function ownStorage(which: 'local' | 'session'): OwnedStorage {
  const storage = () => {
    if (!isMine() || (unowned && which === 'local')) return nowhere;
    const storage = storages()[which];
    // Another tab was loaded after the session had expired. What is written here meanwhile must not be
    // readable for visitors.
    return which === 'local' && isSealed() ? sealedView(storage) : storage;
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
  // Pages for readers of a link have no person. They store display settings, and nothing that anybody wrote.
  return person === undefined || isOwner(person);
}

function isOwner(of: Person | null): boolean {
  // A visitor's tab joins the guest that another tab has created.
  if (of === null) return true;
  const owner = browserOwner();
  return owner === null ? unowned : owner.id === of.id;
}

/** The owner of the browser's storage, even while their session has expired. */
function browserOwner(): Person | null {
  const { local } = storages();
  return readOwner(local) ?? readSealedOwner(local);
}

function isSealed(): boolean {
  const { local } = storages();
  const mine = pagePerson();
  return mine !== null && readOwner(local) === null && readSealedOwner(local)?.id === mine.id;
}

/** Another tab has signed out or in, or the browser restores this page from its cache. */
function watch(): void {
  if (watching) return;
  watching = true;
  const check = () => {
    if (leaving || person === 'left' || person === undefined) return;
    if (person === null) cameElsewhere ??= readOwner(storages().local);
    if (!isOwner(person ?? cameElsewhere)) leave();
    else if (isSealed()) noteSessionExpired();
  };
  window.addEventListener('storage', check);
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) leaving = false;
    // A visitor's page cannot know who has signed in and out since.
    if (persisted && person === null) location.reload();
    else check();
  });
  document.addEventListener('visibilitychange', check);
}

/** Nothing on the page may be shown to the person in front of it now. */
function leave(): void {
  clearStorage(storages().session);
  leaving = true;
  person = 'left';
  // The old content must not be visible while the next page loads.
  document.documentElement.style.visibility = 'hidden';
  // The run in the address is theirs. Not `replace` elsewhere: with a fragment it loads nothing.
  if (location.pathname === '/') location.replace('/');
  else location.reload();
}

function forgetLayout(): void {
  // Not the Cookie Store API: it exists in secure contexts only, and a local network may use plain http.
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

function storages(): { readonly local: OwnedStorage; readonly session: OwnedStorage } {
  return { local: storageOr(() => window.localStorage), session: storageOr(() => window.sessionStorage) };
}

/** Even reading the property throws when a browser forbids storage. */
function storageOr(find: () => Storage): OwnedStorage {
  try {
    return find();
  } catch {
    return nowhere;
  }
}
