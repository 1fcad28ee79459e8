import { expect, test } from 'vitest';
import type { OwnedStorage } from './browser-owner';
import { createHandedOver } from './handed-over';

function tab(isFull = false): () => OwnedStorage {
  const items = new Map<string, string>();
  const storage: OwnedStorage = {
    getItem: (key) => items.get(key) ?? null,
    setItem(key, value) {
      if (isFull) throw new Error('full');
      items.set(key, value);
    },
    removeItem: (key) => void items.delete(key),
    key: () => null,
    length: 0,
  };
  return () => storage;
}

const asJson = { write: JSON.stringify, read: (text: string) => JSON.parse(text) as { text: string } };

test('is there for the key alone, also when the next screen is another page of the tab', () => {
  const storage = tab();
  const one = createHandedOver('handed', asJson, storage);
  const key = one.put({ text: 'what a document would send' });
  expect(one.get(key)).toEqual({ text: 'what a document would send' });
  expect(one.get('1')).toBeNull();
  const loadedAnew = createHandedOver('handed', asJson, storage);
  expect(loadedAnew.get(key)).toEqual({ text: 'what a document would send' });
  expect(loadedAnew.get(key.slice(0, -1))).toBeNull();
  expect(createHandedOver('handed', asJson, tab()).get(key)).toBeNull();
});

test('without storage the page itself still has it; what cannot be read is nothing', () => {
  const storage = tab(true);
  const one = createHandedOver('handed', asJson, storage);
  expect(one.get(one.put({ text: 'a' }))).toEqual({ text: 'a' });
  const broken = tab();
  broken().setItem('handed', '12 {');
  expect(createHandedOver('handed', asJson, broken).get('12')).toBeNull();
});
