'use client';

import { lazy, Suspense } from 'react';
import { useExpiredSession } from '@/lib/platform/client/http/expired-session';

const SignInAgainLayer = lazy(async () => ({
  default: (await import('./sign-in-again-layer')).SignInAgainLayer,
}));

/** The form to sign in with, over the page as it is: nothing on it is lost. */
export function SignInAgain() {
  const { signingIn } = useExpiredSession();
  if (!signingIn) return null;
  return (
    <Suspense fallback={null}>
      <SignInAgainLayer />
    </Suspense>
  );
}
