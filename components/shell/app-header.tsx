'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import { Link } from '@/components/ui/link';
import { ThemeSwitch } from './theme-switch';

export const NAV_LINKS = [
  { href: '/', label: 'Playground', isHere: (path: string) => path === '/' },
  { href: '/compare', label: 'Compare', isHere: (path: string) => path.startsWith('/compare') },
  { href: '/history', label: 'History', isHere: (path: string) => path.startsWith('/history') },
  { href: '/settings', label: 'Settings', isHere: (path: string) => path.startsWith('/settings') },
] as const;

export function AppHeader({ search, account }: { search: ReactNode; account: ReactNode }) {
  const path = usePathname();
  return (
    // On a phone the notice of an expired session takes two lines: the bar below stays visible.
    <header className="flex h-11 shrink-0 items-center gap-2 border-b bg-bg px-2 max-[415px]:has-[[role=alert]]:h-18 min-[416px]:px-3 sm:gap-5 sm:px-4">
      <Wordmark />
      <nav aria-label="Main" className="flex h-full items-stretch gap-2.5 sm:gap-4">
        {NAV_LINKS.map((link) => {
          const here = link.isHere(path);
          return (
            <Link
              key={link.href}
              href={link.href}
              // It comes back to what is open there.
              replace={link.href === '/compare' && path === link.href}
              aria-current={here ? 'page' : undefined}
              className={cx(
                'inline-flex items-center border-b-2 border-transparent pt-[2px] transition-colors focus-visible:-outline-offset-2',
                here ? 'border-b-accent text-ink' : 'text-ink-2 hover:text-ink',
              )}
            >
              {link.label}
            </Link>
          );
        })}
      </nav>
      <div className="group/tools ml-auto flex min-w-0 items-center gap-1">
        {/* The narrowest have space for the places alone; there it is in the account's menu. */}
        <div className="max-[355px]:hidden group-has-[[href='/sign-in']]/tools:max-[385px]:hidden group-has-[[role=alert]]/tools:max-[519px]:hidden">
          {search}
        </div>
        {/* Small screens have no space for it; the settings have it, too. */}
        <div className="max-[519px]:hidden">
          <ThemeSwitch />
        </div>
        {account}
      </div>
    </header>
  );
}

/** The name, with the caret of a growing text. */
function Wordmark() {
  return (
    <Link
      href="/"
      // Small screens have space for the places, or for the name.
      className="inline-flex h-11 items-center rounded-sm text-base font-semibold tracking-[-0.01em] max-[519px]:hidden"
    >
      Completions
      <span aria-hidden="true" className="ml-[3px] inline-block h-[15px] w-[7px] translate-y-px bg-accent" />
    </Link>
  );
}
