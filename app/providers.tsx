'use client';

import { type ComponentType, lazy, type ReactNode, Suspense, useEffect } from 'react';
import { SignInAgain } from '@/components/accounts/sign-in-again';
import { DialogNotice } from '@/components/ui/dialog-notice';
import { Toaster } from '@/components/ui/toaster';
import { ViewerProvider } from '@/lib/accounts/client/viewer';
import type { Site, Viewer } from '@/lib/accounts/model/account';
import { useExpiredSession } from '@/lib/platform/client/http/expired-session';

export interface ProvidersProps {
  viewer: Viewer | null;
  revoked: boolean;
  site: Site;
  children: ReactNode;
}

/** What the pages of the app need: the viewer, and a place for toasts. */
export function Providers({ viewer, revoked, site, children }: ProvidersProps) {
  useEffect(ignoreSecondPressesOnceUsed, []);
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

/** Not in the first load: it comes with the first pointer on the page, before a press that may be a double one. */
function ignoreSecondPressesOnceUsed(): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  let isLoading = false;
  const load = () => {
    if (isLoading) return;
    isLoading = true;
    import('@/components/ui/second-press').then(
      ({ ignoreSecondPresses }) => {
        if (!signal.aborted) signal.addEventListener('abort', ignoreSecondPresses());
      },
      () => undefined,
    );
  };
  for (const event of ['pointerover', 'pointerdown']) {
    addEventListener(event, load, { once: true, passive: true, signal });
  }
  return () => ending.abort();
}

const NoticeInDialog = lazy(async (): Promise<{ default: ComponentType }> => {
  const loaded = await import('@/components/accounts/session-notice').catch(() => null);
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
