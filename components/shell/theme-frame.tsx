'use client';

import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';
import { ThemeColor } from './theme-color';

export interface ThemeFrameProps {
  /** Of the content security policy, for the one inline script that sets the theme before the first paint. */
  nonce: string | undefined;
  children: ReactNode;
}

/** Light or dark, as the system has it or as was chosen here. */
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

// The script has to run in the server's HTML only. React warns about scripts that it makes in the browser unless they
// are of a type that never runs.
const SCRIPT_PROPS = typeof window === 'undefined' ? {} : { type: 'application/json' };
