'use client';

import { SunMoon } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { LazyMenu } from '@/components/ui/lazy-menu';

const load = async () => (await import('./theme-items')).ThemeItems;

/** One icon for all themes: the page itself shows which one is on, and the server does not know it. */
export function ThemeSwitch() {
  return (
    <LazyMenu
      load={load}
      menuProps={{}}
      button={(props) => (
        <IconButton label="Theme" {...props}>
          <SunMoon aria-hidden="true" />
        </IconButton>
      )}
    />
  );
}
