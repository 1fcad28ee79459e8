'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { Site, Viewer } from '@/lib/accounts/model/account';
import { OWNER_KEY } from '@/lib/platform/client/browser-owner';
import { continueAs, leaveTo, openStorage, pagePerson } from '@/lib/platform/client/browser-storage';
import { expectSession, sessionUserId } from '@/lib/platform/client/http/api';
import {
  isSessionExpired,
  noteSessionCurrent,
  noteSessionExpired,
} from '@/lib/platform/client/http/expired-session';
import { noteSessionChange, onSessionChange } from '@/lib/platform/client/http/send';

interface ViewerContextValue {
  /** Null before there is a session: a visitor becomes a guest with their first run. */
  readonly viewer: Viewer | null;
  readonly site: Site;
}

const ViewerContext = createContext<ViewerContextValue | null>(null);

export interface ViewerProviderProps extends ViewerContextValue {
  /** The browser still holds a session that was ended deliberately, from elsewhere. */
  revoked: boolean;
  children: ReactNode;
}

export function ViewerProvider({ viewer, revoked, site, children }: ViewerProviderProps) {
  const router = useRouter();
  // Before the first child reads what this browser keeps.
  useState(() => openStorage(viewer, revoked));
  useEffect(() => {
    if (viewer) {
      // Somebody else has signed in, and the page still shows what the previous person wrote.
      if (!continueAs(viewer)) return leaveTo('/');
      noteSessionCurrent();
      expectSession(viewer.isGuest ? 'guest' : 'account');
    } else if (pagePerson()?.isGuest === false) {
      noteSessionExpired();
      expectSession('account');
    } else {
      expectSession('none');
    }
  }, [viewer]);
  useEffect(
    () =>
      onSessionChange(async () => {
        // The same person is back: everything that the server rendered is still theirs, so what is open stays
        // open.
        if (viewer && isSessionExpired() && (await sessionUserId()) === viewer.id) {
          continueAs(viewer);
          expectSession(viewer.isGuest ? 'guest' : 'account');
          noteSessionCurrent();
        }
        // The layout reads the session on the server; asking for it again is enough to learn of a new one.
        else router.refresh();
      }),
    [router, viewer],
  );
  useEffect(() => {
    // Signed in again in another tab: this one continues as well.
    const look = async () => {
      const mine = pagePerson();
      if (mine === null || !isSessionExpired() || document.visibilityState !== 'visible') return;
      if ((await sessionUserId()) === mine.id && isSessionExpired()) noteSessionChange();
    };
    const onStorage = ({ key, newValue }: StorageEvent) => {
      if (key === OWNER_KEY && newValue !== null) void look();
    };
    document.addEventListener('visibilitychange', look);
    window.addEventListener('storage', onStorage);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('storage', onStorage);
    };
  }, []);
  return <ViewerContext value={{ viewer, site }}>{children}</ViewerContext>;
}

/** Who is looking, and what this server offers. */
export function useViewer(): ViewerContextValue {
  const value = useContext(ViewerContext);
  if (!value) throw new Error('useViewer needs a ViewerProvider above it');
  return value;
}
