'use client';

import type { ReactNode } from 'react';
import { Toaster } from '@/components/ui/toaster';
import { QueryProvider } from '@/lib/client/http/query';
import { ViewerProvider } from '@/lib/client/viewer';
import type { Site, Viewer } from '@/lib/contract/account';

export interface ProvidersProps {
  viewer: Viewer | null;
  site: Site;
  children: ReactNode;
}

/** What the pages of the app lean on: the answers of our own server, who is looking, and a place for passing words. */
export function Providers({ viewer, site, children }: ProvidersProps) {
  return (
    <>
      <QueryProvider>
        <ViewerProvider viewer={viewer} site={site}>
          {children}
        </ViewerProvider>
      </QueryProvider>
      <Toaster />
    </>
  );
}
