import { describe, expect, test } from 'vitest';
import type { OwnedStorage } from '@/lib/platform/client/browser-owner';
import { emptyDraft } from './draft';
import { type DraftStorages, loadDraft, renewTabId, saveDraft, tabId } from './draft-storage';

class MemoryStorage implements OwnedStorage {
  readonly items = new Map<string, string>();
  readonly space: number;
  constructor(space = Number.POSITIVE_INFINITY) {
    this.space = space;
  }
  get length() {
    return this.items.size;
  }
  key(position: number) {
    return [...this.items.keys()][position] ?? null;
  }
  getItem(key: string) {
    return this.items.get(key) ?? null;
  }
  removeItem(key: string) {
    this.items.delete(key);
  }
  setItem(key: string, value: string) {
    let used = value.length;
    for (const [other, text] of this.items) if (other !== key) used += text.length;
    if (used > this.space) throw new DOMException('no room', 'QuotaExceededError');
    this.items.set(key, value);
  }
}

function browser(local: OwnedStorage = new MemoryStorage()) {
  let clock = 1000;
  let tabs = 0;
  const tab = (): DraftStorages => ({
    local,
    session: new MemoryStorage(),
    now: () => clock++,
    newTabId: () => `tab${++tabs}`,
  });
  return { local, tab };
}

const withText = (text: string) => ({ ...emptyDraft(), prompts: [text] });

describe('drafts of tabs', () => {
  test('a reload finds the draft of its own tab, whatever other tabs wrote since', () => {
    const { tab } = browser();
    const one = tab();
    const two = tab();
    saveDraft(one, tabId(one), withText('one'));
    saveDraft(two, tabId(two), withText('two'));
    expect(loadDraft(one, tabId(one))?.prompts).toEqual(['one']);
  });

  test('a new tab starts from the newest draft', () => {
    const { tab } = browser();
    const one = tab();
    const two = tab();
    saveDraft(two, tabId(two), withText('older'));
    saveDraft(one, tabId(one), withText('newest'));
    const three = tab();
    expect(loadDraft(three, tabId(three))?.prompts).toEqual(['newest']);
  });

  test('a duplicated tab can take an id of its own', () => {
    const one = browser().tab();
    const first = tabId(one);
    expect(renewTabId(one)).not.toBe(first);
    expect(tabId(one)).not.toBe(first);
  });

  test('a draft that is not understood is set aside before it is written over', () => {
    const { local, tab } = browser();
    const one = tab();
    const id = tabId(one);
    const stored = JSON.stringify({ savedAt: 5, draft: { prompts: ['text'], settings: 3 } });
    local.setItem(`playground.draft.${id}`, stored);
    expect(loadDraft(one, id)?.prompts).toEqual(['text']);
    saveDraft(one, id, withText('other'));
    const retained = [...(local as MemoryStorage).items].filter(([key]) =>
      key.startsWith('playground.unread'),
    );
    expect(retained.map(([, text]) => text)).toEqual([stored]);
  });

  test('old drafts are forgotten, the newest dozen stays', () => {
    const { local, tab } = browser();
    for (let count = 0; count < 20; count += 1) {
      const storages = tab();
      saveDraft(storages, tabId(storages), withText(String(count)));
    }
    const last = tab();
    expect(loadDraft(last, tabId(last))?.prompts).toEqual(['19']);
    expect(local.length).toBeLessThanOrEqual(12);
  });
});

describe('a full or forbidden storage', () => {
  test('gives up the oldest drafts of other tabs first', () => {
    const { local, tab } = browser(new MemoryStorage(6000));
    const one = tab();
    const two = tab();
    saveDraft(one, tabId(one), withText('x'.repeat(2000)));
    saveDraft(two, tabId(two), withText('y'.repeat(2000)));
    const three = tab();
    expect(saveDraft(three, tabId(three), withText('z'.repeat(2000)))).toBe('saved');
    expect(loadDraft(two, tabId(two))?.prompts[0]?.[0]).toBe('y');
    expect(local.getItem(`playground.draft.${tabId(one)}`)).toBeNull();
  });

  test('says when there is no room at all', () => {
    const one = browser(new MemoryStorage(100)).tab();
    expect(saveDraft(one, tabId(one), withText('x'.repeat(200)))).toBe('full');
  });

  test('says when nothing may be stored', () => {
    const forbidden: OwnedStorage = {
      length: 0,
      key: () => null,
      getItem: () => null,
      removeItem: () => {},
      setItem: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    };
    const one = browser(forbidden).tab();
    expect(saveDraft(one, tabId(one), withText('x'))).toBe('blocked');
    expect(loadDraft(one, 'tab')).toBeNull();
  });
});
