'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { expectSession, onSessionChange } from '@/lib/client/http/api';
import type { Site, Viewer } from '@/lib/contract/account';

interface ViewerContextValue {
  /** Null before there is a session: a visitor becomes a guest with their first run. */
  readonly viewer: Viewer | null;
  readonly site: Site;
}

const ViewerContext = createContext<ViewerContextValue | null>(null);

export function ViewerProvider({ viewer, site, children }: ViewerContextValue & { children: ReactNode }) {
  const router = useRouter();
  useEffect(() => {
    expectSession(viewer === null ? 'none' : viewer.isGuest ? 'guest' : 'account');
  }, [viewer]);
  // The layout reads the session on the server; asking for it again is enough to learn of a new one.
  useEffect(() => onSessionChange(() => router.refresh()), [router]);
  return <ViewerContext value={{ viewer, site }}>{children}</ViewerContext>;
}

/** Who is looking, and what this server offers. */
export function useViewer(): ViewerContextValue {
  const value = useContext(ViewerContext);
  if (!value) throw new Error('useViewer needs a ViewerProvider above it');
  return value;
}
