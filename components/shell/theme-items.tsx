'use client';

import { useTheme } from 'next-themes';
import type { LazyMenuParts } from '@/components/ui/lazy-menu';
import { Menu, MenuChoice } from '@/components/ui/menu';
import { THEMES, themeOf } from './themes';

export function ThemeItems({ trigger }: LazyMenuParts) {
  const { theme, setTheme } = useTheme();
  return (
    <Menu label="Theme" trigger={trigger} defaultOpen className="min-w-36">
      <MenuChoice label="Theme" value={themeOf(theme)} onValueChange={setTheme} options={THEMES} />
    </Menu>
  );
}
