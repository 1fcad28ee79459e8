'use client';

import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';
import { Toaster } from '@/components/ui/toaster';
import { QueryProvider } from '@/lib/client/http/query';
import { ViewerProvider } from '@/lib/client/viewer';
import type { Site, Viewer } from '@/lib/contract/account';
import { ThemeColor } from './theme-color';

export interface ProvidersProps {
  viewer: Viewer | null;
  site: Site;
  /** Of the content security policy, for the one inline script that sets the theme before the first paint. */
  nonce: string | undefined;
  children: ReactNode;
}

export function Providers({ viewer, site, nonce, children }: ProvidersProps) {
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
      <QueryProvider>
        <ViewerProvider viewer={viewer} site={site}>
          {children}
        </ViewerProvider>
      </QueryProvider>
      <Toaster />
    </ThemeProvider>
  );
}

// The script has to run in the server's HTML only. React warns about scripts that it makes in the browser unless they
// are of a type that never runs.
const SCRIPT_PROPS = typeof window === 'undefined' ? {} : { type: 'application/json' };
