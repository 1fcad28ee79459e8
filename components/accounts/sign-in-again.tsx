'use client';

import { lazy, Suspense } from 'react';
import { useExpiredSession } from '@/lib/platform/client/http/expired-session';

const SignInAgainLayer = lazy(async () => ({
  default: (await import('./sign-in-again-layer')).SignInAgainLayer,
}));

/** The sign-in form over the open page, so that nothing on the page is lost. */
export function SignInAgain() {
  const { signingIn } = useExpiredSession();
  if (!signingIn) return null;
  return (
    <Suspense fallback={null}>
      <SignInAgainLayer />
    </Suspense>
  );
}
