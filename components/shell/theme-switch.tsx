'use client';

import { SunMoon } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { LazyMenu } from './lazy-menu';

const load = async () => (await import('./theme-menu')).ThemeMenu;

/** One icon for all themes: which one is on can be seen all around it, and the server could not know it. */
export function ThemeSwitch() {
  return (
    <LazyMenu
      load={load}
      button={(props) => (
        <IconButton label="Theme" {...props}>
          <SunMoon aria-hidden="true" />
        </IconButton>
      )}
    />
  );
}
