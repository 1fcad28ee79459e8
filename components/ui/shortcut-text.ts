const MAC: Record<string, string> = { mod: '⌘', shift: '⇧', alt: '⌥', ctrl: '⌃', enter: '↵' };
const OTHER: Record<string, string> = {
  mod: 'Ctrl',
  shift: 'Shift',
  alt: 'Alt',
  ctrl: 'Ctrl',
  enter: 'Enter',
};
const BOTH: Record<string, string> = {
  escape: 'Esc',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  space: 'Space',
  delete: 'Del',
  home: 'Home',
  end: 'End',
  pageup: 'Page Up',
  pagedown: 'Page Down',
  f2: 'F2',
  f8: 'F8',
};

const ARIA_NAMES: Record<string, string> = {
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  pageup: 'PageUp',
  pagedown: 'PageDown',
};

/** `mod+shift+enter` → `⌘⇧↵` on a Mac, `Ctrl+Shift+Enter` elsewhere. */
export function formatShortcut(keys: string, mac: boolean): string {
  const names = mac ? MAC : OTHER;
  return keys
    .split('+')
    .map((key) => names[key] ?? BOTH[key] ?? (key.length === 1 ? key.toUpperCase() : key))
    .join(mac ? '' : '+');
}

/** The same keys in the spelling of the `aria-keyshortcuts` attribute. Both platforms' modifiers are named. */
export function ariaShortcut(keys: string): string {
  const spell = (modifier: string) =>
    keys
      .split('+')
      .map((key) =>
        key === 'mod' ? modifier : (ARIA_NAMES[key] ?? key.charAt(0).toUpperCase() + key.slice(1)),
      )
      .join('+');
  return keys.includes('mod') ? `${spell('Control')} ${spell('Meta')}` : spell('Control');
}
