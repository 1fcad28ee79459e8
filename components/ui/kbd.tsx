'use client';

import { useSyncExternalStore } from 'react';
import { cx } from './cx';
import { formatShortcut } from './shortcut-text';

const unchanging = () => () => {};
const isMac = () => /mac|iphone|ipad/i.test(navigator.platform);
const onServer = () => false;

/**
 * The server cannot know the platform: it renders Ctrl, and a Mac corrects it after hydration without a
 * mismatch.
 */
export function useIsMac(): boolean {
  return useSyncExternalStore(unchanging, isMac, onServer);
}

/**
 * Keys as on the reader's keyboard. `keys` is written as `mod+shift+enter`; mod is ⌘ on a Mac and Ctrl
 * elsewhere.
 */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  const mac = useIsMac();
  return (
    <kbd className={cx('font-sans text-2xs whitespace-nowrap text-ink-3', className)}>
      {formatShortcut(keys, mac)}
    </kbd>
  );
}
