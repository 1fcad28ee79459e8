'use client';

import { SunMoon } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { LazyMenu } from '@/components/ui/lazy-menu';

const load = async () => (await import('./theme-items')).ThemeItems;

/** One icon for all themes: which one is on can be seen all around it, and the server could not know it. */
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
