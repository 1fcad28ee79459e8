import { describe, expect, it } from 'vitest';
import {
  clearStorage,
  handOver,
  OWNER_KEY,
  type OwnedStorage,
  readOwner,
  readSealedOwner,
  sealedView,
  takeOver,
  writeOwner,
} from './browser-owner';

const ada = { id: 'a', isGuest: false };
const ben = { id: 'b', isGuest: false };
const guest = { id: 'g', isGuest: true };
const EXPIRED = { revoked: false };
const REVOKED = { revoked: true };

function storageWith(
  entries: Record<string, string>,
  owner: typeof ada | null = null,
  changed: (map: Map<string, string>) => void = () => {},
) {
  const map = new Map(Object.entries(entries));
  const storage: OwnedStorage = {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => {
      map.set(key, value);
      changed(map);
    },
    removeItem: (key) => {
      map.delete(key);
      changed(map);
    },
    key: (at) => [...map.keys()][at] ?? null,
    get length() {
      return map.size;
    },
  };
  writeOwner(storage, owner);
  return { storage, map };
}

const DRAFTS = {
  'playground.draft.1': 'one',
  'playground.new-comparison.sweep': 'two',
  'playground.run-of-this-tab': 'three',
};
const text = (map: Map<string, string>) => JSON.stringify([...map.values()]);

describe('handOver', () => {
  it('gives a visitor’s draft to the guest or the account that the visitor becomes', () => {
    for (const viewer of [guest, ada]) {
      const { storage, map } = storageWith(DRAFTS);
      expect(handOver(storage, viewer, EXPIRED)).toBe('kept');
      expect(Object.fromEntries(map)).toMatchObject(DRAFTS);
      expect(readOwner(storage)).toEqual(viewer);
    }
  });

  it('keeps everything for the same person, and for a guest who became an account', () => {
    const { storage, map } = storageWith(DRAFTS, ada);
    expect(handOver(storage, ada, EXPIRED)).toBe('kept');
    const claimed = storageWith(DRAFTS, guest);
    expect(handOver(claimed.storage, { id: 'g', isGuest: false }, EXPIRED)).toBe('kept');
    for (const one of [map, claimed.map]) expect(Object.fromEntries(one)).toMatchObject(DRAFTS);
    expect(readOwner(claimed.storage)).toEqual({ id: 'g', isGuest: false });
  });

  it.each([
    ['an account after an account', ada, ben],
    ['an account after a guest', guest, ada],
    ['a guest after an account', ada, guest],
    ['a guest after a guest', guest, { id: 'other', isGuest: true }],
  ])('clears everything for %s', (_what, before, after) => {
    const { storage, map } = storageWith(DRAFTS, before);
    expect(handOver(storage, after, EXPIRED)).toBe('cleared');
    expect([...map.keys()]).toEqual(['playground.owner']);
  });

  it('clears what belonged to a session that was ended from elsewhere', () => {
    for (const before of [ada, guest]) {
      const { storage, map } = storageWith(DRAFTS, before);
      expect(handOver(storage, null, REVOKED)).toBe('cleared');
      expect(map.size).toBe(0);
    }
  });

  it('clears a tab whose person has signed out in another one', () => {
    const { storage, map } = storageWith(DRAFTS, ada);
    expect(handOver(storage, null, { revoked: false, leaver: 'a' })).toBe('cleared');
    expect(map.size).toBe(0);
  });

  it('hides what an expired session left, and gives it back to its person only', () => {
    const { storage, map } = storageWith(DRAFTS, ada);
    expect(handOver(storage, null, EXPIRED)).toBe('sealed');
    for (const key of Object.keys(DRAFTS)) expect(storage.getItem(key)).toBeNull();
    // What was written meanwhile is not written over.
    storage.setItem('playground.draft.2', 'meanwhile');
    storage.setItem('playground.run-of-this-tab', 'newer');
    handOver(storage, ada, EXPIRED);
    expect(Object.fromEntries(map)).toEqual({
      ...DRAFTS,
      'playground.run-of-this-tab': 'newer',
      'playground.draft.2': 'meanwhile',
      'playground.owner': 'account:a',
    });
  });

  it('gives a tab its own draft back, though the visitor’s page had given the tab a new id', () => {
    const { storage } = storageWith({ ...DRAFTS, 'playground.tab': 'old' }, ada);
    handOver(storage, null, EXPIRED);
    storage.setItem('playground.tab', 'new');
    handOver(storage, ada, EXPIRED);
    expect(storage.getItem('playground.tab')).toBe('old');
  });

  it('names the owner at every moment of sealing and of giving back, for other tabs look at once', () => {
    let looked = 0;
    const named = (map: Map<string, string>) => {
      looked += 1;
      expect([map.get(OWNER_KEY), map.get(`sealed:${OWNER_KEY}`)]).toContain('account:a');
    };
    const { storage } = storageWith(DRAFTS, ada, named);
    handOver(storage, null, EXPIRED);
    expect(readSealedOwner(storage)).toEqual(ada);
    takeOver(storage, ada);
    expect(readSealedOwner(storage)).toBeNull();
    expect(looked).toBeGreaterThan(8);
  });

  it('clears what waits in a tab whose person came back in another one and signed out there', () => {
    const { storage, map } = storageWith(DRAFTS, ada);
    handOver(storage, null, EXPIRED);
    expect(handOver(storage, null, { revoked: false, leaver: 'b' })).toBe('kept');
    expect(text(map)).toMatch(/one/);
    expect(handOver(storage, null, { revoked: false, leaver: 'a' })).toBe('cleared');
    expect(map.size).toBe(0);
  });

  it('lets an open page of the person go on in what is sealed, and no visitor read it', () => {
    const { storage } = storageWith(DRAFTS, ada);
    handOver(storage, null, EXPIRED);
    storage.setItem('playground.draft.2', 'a visitor’s');
    const view = sealedView(storage);
    view.setItem('playground.draft.1', 'one, changed');
    view.setItem('playground.draft.3', 'three');
    const seen = Array.from({ length: view.length }, (_, at) => view.key(at));
    expect(seen.sort()).toEqual([...Object.keys(DRAFTS), 'playground.draft.3', OWNER_KEY].sort());
    expect(storage.getItem('playground.draft.3')).toBeNull();
    takeOver(storage, ada);
    expect(storage.getItem('playground.draft.1')).toBe('one, changed');
    expect(storage.getItem('playground.draft.2')).toBe('a visitor’s');
  });

  it('leaves no trace of a sealed draft once somebody else is there', () => {
    for (const after of [ben, guest]) {
      const { storage, map } = storageWith(DRAFTS, ada);
      handOver(storage, null, EXPIRED);
      storage.setItem('playground.draft.2', 'meanwhile');
      handOver(storage, after, EXPIRED);
      expect(text(map)).not.toMatch(/one|two|three/);
      expect(map.get('playground.draft.2')).toBe('meanwhile');
    }
  });

  it('leaves a guest’s draft where it is when only the cookie is gone', () => {
    const { storage, map } = storageWith(DRAFTS, guest);
    expect(handOver(storage, null, EXPIRED)).toBe('kept');
    expect(Object.fromEntries(map)).toEqual(DRAFTS);
  });

  it('touches nothing of other programs, and survives storage that throws', () => {
    const { storage, map } = storageWith({ theme: 'dark', 'other.app': 'x', ...DRAFTS }, ada);
    clearStorage(storage);
    expect(Object.fromEntries(map)).toEqual({ theme: 'dark', 'other.app': 'x' });
    const refuse = () => {
      throw new Error('denied');
    };
    const blocked: OwnedStorage = {
      getItem: refuse,
      setItem: refuse,
      removeItem: refuse,
      key: refuse,
      get length(): number {
        return refuse();
      },
    };
    expect(handOver(blocked, ada, REVOKED)).toBe('kept');
  });
});
