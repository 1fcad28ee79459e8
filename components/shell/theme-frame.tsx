'use client';

import { ThemeProvider, useTheme } from 'next-themes';
import { type ReactNode, useEffect } from 'react';

export interface ThemeFrameProps {
  /**
   * The nonce of the content security policy, for the inline script that sets the theme before the first
   * paint.
   */
  nonce: string | undefined;
  children: ReactNode;
}

/** Light or dark, as the system or the user chooses. */
export function ThemeFrame({ nonce, children }: ThemeFrameProps) {
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      nonce={nonce}
      scriptProps={SCRIPT_PROPS}
    >
      <ThemeColor />
      {children}
    </ThemeProvider>
  );
}

// The script must run only in the server's HTML. React warns about scripts that it creates in the browser,
// unless their type never runs.
const SCRIPT_PROPS = typeof window === 'undefined' ? {} : { type: 'application/json' };

/** `--bg` of each theme, for the browser's own frame around the page. */
const THEME_COLORS = { light: '#faf9f6', dark: '#171614' } as const;

/**
 * The page's meta tags follow the system; when the switch overrides it, the frame has to follow the switch.
 */
function ThemeColor() {
  const { resolvedTheme } = useTheme();
  useEffect(() => {
    const color = resolvedTheme === 'dark' ? THEME_COLORS.dark : THEME_COLORS.light;
    for (const tag of document.querySelectorAll('meta[name="theme-color"]'))
      tag.setAttribute('content', color);
  }, [resolvedTheme]);
  return null;
}
