'use client';

import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';
import { ThemeColor } from './theme-color';

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
