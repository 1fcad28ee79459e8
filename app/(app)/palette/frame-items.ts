import { NAV_LINKS } from '@/components/shell/app-header';
import { SETTINGS_SECTIONS } from '@/components/shell/settings-nav';
import { THEMES, themeOf } from '@/components/shell/themes';
import { newComparisonHref } from '@/lib/compare/client/comparison-url';
import type { PaletteItem } from '@/lib/palette/model/rank-items';
import { APP_SHORTCUTS } from '@/lib/platform/client/shortcuts';

export interface Frame {
  path: string;
  go: (href: string) => void;
  theme: string | undefined;
  setTheme: (theme: string) => void;
  /** Null: a visitor without an account. */
  isGuest: boolean | null;
  signOut: () => Promise<unknown>;
  onHelp: () => void;
}

/** What else people call a page, or look for on it. */
const SYNONYMS: Readonly<Record<string, string>> = {
  '/compare': 'sweep comparison grid table columns side by side heat map temperatures models evaluate',
  '/history': 'runs past earlier search',
  '/history/comparisons': 'sweep grid compare',
  '/settings/connections': 'settings server provider api key base url endpoint',
  '/settings/api': 'settings token key',
  '/settings/account': 'settings password profile sessions',
};

/** Pages, what is begun on them, sections of the settings, themes, and what the account's menu has. */
export function frameItems(frame: Frame): readonly PaletteItem[] {
  const { path, go, theme, setTheme, isGuest, signOut, onHelp } = frame;
  const page = (href: string, label: string, detail?: string): PaletteItem[] =>
    path === href
      ? []
      : [
          {
            id: `go:${href}`,
            label,
            detail,
            group: 'Go to',
            also: `page open ${SYNONYMS[href] ?? ''}`,
            run: () => go(href),
          },
        ];
  const create = (id: string, label: string, also: string, href: string): PaletteItem => ({
    id,
    label,
    group: 'Actions',
    also,
    run: () => go(href),
  });
  const account = (id: string, label: string, run: () => unknown): PaletteItem => ({
    id: `account:${id}`,
    label,
    group: 'Account',
    run,
  });
  return [
    ...NAV_LINKS.filter(({ href }) => href !== '/settings').flatMap(({ href, label }) => page(href, label)),
    create('new-comparison', 'New comparison', 'compare columns side by side', newComparisonHref()),
    create('new-sweep', 'New sweep', 'compare grid heat map temperatures', newComparisonHref('sweep')),
    ...page('/history/documents', 'Documents', 'History'),
    ...page('/history/comparisons', 'Saved comparisons', 'History'),
    ...SETTINGS_SECTIONS.flatMap(({ href, label }) => page(href, label, 'Settings')),
    ...THEMES.map(
      ({ value, label }): PaletteItem => ({
        id: `theme:${value}`,
        label: `Theme: ${label}`,
        group: 'Appearance',
        also: `${label} mode colors`,
        current: themeOf(theme) === value,
        run: () => setTheme(value),
      }),
    ),
    ...(isGuest === true ? [account('keep', 'Save this account', () => go('/settings/account'))] : []),
    ...(isGuest === false
      ? [account('sign-out', 'Sign out', signOut)]
      : [account('sign-in', isGuest ? 'Sign in to another account' : 'Sign in', () => go('/sign-in'))]),
    {
      id: 'help',
      label: APP_SHORTCUTS.help.label,
      group: 'Help',
      keys: APP_SHORTCUTS.help.keys,
      also: 'hotkeys',
      run: onHelp,
    },
  ];
}
