'use client';

import type { ReactNode } from 'react';
import { Toaster } from '@/components/ui/toaster';
import { ViewerProvider } from '@/lib/client/viewer';
import type { Site, Viewer } from '@/lib/contract/account';

export interface ProvidersProps {
  viewer: Viewer | null;
  site: Site;
  children: ReactNode;
}

/** What the pages of the app lean on: who is looking, and a place for passing words. */
export function Providers({ viewer, site, children }: ProvidersProps) {
  return (
    <>
      <ViewerProvider viewer={viewer} site={site}>
        {children}
      </ViewerProvider>
      <Toaster />
    </>
  );
}
