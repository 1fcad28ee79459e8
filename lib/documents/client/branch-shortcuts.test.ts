import { expect, it } from 'vitest';
import { matchKeys } from '@/lib/platform/client/match-keys';
import { SHORTCUTS } from '@/lib/platform/client/shortcuts';
import { BRANCH_SHORTCUTS } from './branch-shortcuts';

const press = (key: string, held: Partial<Record<'altKey' | 'shiftKey' | 'ctrlKey', boolean>> = {}) => ({
  key,
  altKey: false,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  isComposing: false,
  ...held,
});

it('walks by Alt and the Page keys, and leaves all others alone', () => {
  expect(matchKeys(press('PageUp', { altKey: true }), BRANCH_SHORTCUTS)).toBe('previous');
  expect(matchKeys(press('PageDown', { altKey: true }), BRANCH_SHORTCUTS)).toBe('next');
  expect(matchKeys(press('PageUp', { altKey: true, shiftKey: true }), BRANCH_SHORTCUTS)).toBe('parent');
  expect(matchKeys(press('PageDown', { altKey: true, shiftKey: true }), BRANCH_SHORTCUTS)).toBe('child');
  expect(matchKeys(press('PageDown'), BRANCH_SHORTCUTS)).toBeNull();
  expect(matchKeys(press('PageDown', { altKey: true, ctrlKey: true }), BRANCH_SHORTCUTS)).toBeNull();
  expect(matchKeys(press('ArrowDown', { altKey: true }), BRANCH_SHORTCUTS)).toBeNull();
  expect(matchKeys(press('PageDown', { altKey: true }), SHORTCUTS)).toBeNull();
});
