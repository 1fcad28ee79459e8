import { expect, it } from 'vitest';
import { matchShortcut } from '@/lib/platform/client/shortcuts';
import { matchBranchShortcut } from './branch-shortcuts';

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
  expect(matchBranchShortcut(press('PageUp', { altKey: true }))).toBe('previous');
  expect(matchBranchShortcut(press('PageDown', { altKey: true }))).toBe('next');
  expect(matchBranchShortcut(press('PageUp', { altKey: true, shiftKey: true }))).toBe('parent');
  expect(matchBranchShortcut(press('PageDown', { altKey: true, shiftKey: true }))).toBe('child');
  expect(matchBranchShortcut(press('PageDown'))).toBeNull();
  expect(matchBranchShortcut(press('PageDown', { altKey: true, ctrlKey: true }))).toBeNull();
  expect(matchBranchShortcut(press('ArrowDown', { altKey: true }))).toBeNull();
  expect(matchShortcut(press('PageDown', { altKey: true }))).toBeNull();
});
