'use client';

import { useTheme } from 'next-themes';
import { useEffect } from 'react';

/** `--bg` of each theme, for the browser's own frame around the page. */
export const THEME_COLORS = { light: '#faf9f6', dark: '#171614' } as const;

/**
 * The page's meta tags follow the system; when the switch overrides it, the frame has to follow the switch.
 */
export function ThemeColor() {
  const { resolvedTheme } = useTheme();
  useEffect(() => {
    const color = resolvedTheme === 'dark' ? THEME_COLORS.dark : THEME_COLORS.light;
    for (const tag of document.querySelectorAll('meta[name="theme-color"]'))
      tag.setAttribute('content', color);
  }, [resolvedTheme]);
  return null;
}
