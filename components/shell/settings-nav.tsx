'use client';

import { usePathname } from 'next/navigation';
import { cx } from '@/components/ui/cx';
import { Link } from '@/components/ui/link';

export const SETTINGS_SECTIONS = [
  { href: '/settings/connections', label: 'Connections' },
  { href: '/settings/links', label: 'Links' },
  { href: '/settings/api', label: 'API' },
  { href: '/settings/account', label: 'Account' },
  { href: '/settings/appearance', label: 'Appearance' },
] as const;

export function SettingsNav() {
  const path = usePathname();
  return (
    <nav aria-label="Settings" className="shrink-0 wide:w-40">
      <ul className="flex gap-1 overflow-x-auto border-b pb-2 wide:sticky wide:top-8 wide:flex-col wide:border-b-0 wide:pb-0">
        {SETTINGS_SECTIONS.map((section) => {
          const here = path === section.href;
          return (
            <li key={section.href}>
              <Link
                href={section.href}
                aria-current={here ? 'page' : undefined}
                data-label={section.label}
                className={cx(
                  'whole-width block rounded-sm px-1.5 py-1 whitespace-nowrap -outline-offset-2 wide:px-2 pointer-coarse:py-2',
                  here ? 'bg-hover font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
                )}
              >
                {section.label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
