'use client';

import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { DialogNotice } from '@/components/ui/dialog-notice';
import { Toaster } from '@/components/ui/toaster';
import { useExpiredSession } from '@/lib/client/http/expired-session';
import { ViewerProvider } from '@/lib/client/viewer';
import type { Site, Viewer } from '@/lib/contract/account';
import { SignInAgain } from './sign-in-again';

export interface ProvidersProps {
  viewer: Viewer | null;
  revoked: boolean;
  site: Site;
  children: ReactNode;
}

/** What the pages of the app lean on: who is looking, and a place for passing words. */
export function Providers({ viewer, revoked, site, children }: ProvidersProps) {
  return (
    <>
      <ViewerProvider viewer={viewer} revoked={revoked} site={site}>
        <DialogNotice value={IN_DIALOGS}>{children}</DialogNotice>
        <SignInAgain />
      </ViewerProvider>
      <Toaster />
    </>
  );
}

const NoticeInDialog = lazy(async (): Promise<{ default: ComponentType }> => {
  const loaded = await import('./session-notice').catch(() => null);
  return { default: loaded?.SessionNoticeInDialog ?? (() => null) };
});

function SessionNotice() {
  const { expired } = useExpiredSession();
  if (!expired) return null;
  return (
    <Suspense fallback={null}>
      <NoticeInDialog />
    </Suspense>
  );
}

const IN_DIALOGS = <SessionNotice />;
