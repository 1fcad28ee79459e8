'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { continueAsGuest } from '@/lib/accounts/client/continue-as-guest';
import { showSignIn, useExpiredSession } from '@/lib/platform/client/http/expired-session';

export interface SessionActionsProps {
  /** Absent: the button that opens the sign-in form over this page. */
  signIn?: ReactNode;
  /** False where the server takes no guests. */
  guests?: boolean;
  className?: string;
}

/** Says that the session has ended and offers the two ways to go on. Renders nothing while it is valid. */
export function SessionActions({ signIn, guests = true, className }: SessionActionsProps) {
  const { expired } = useExpiredSession();
  const [starting, setStarting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (!expired) return null;
  const asGuest = () => {
    if (starting) return;
    setStarting(true);
    setProblem(null);
    continueAsGuest()
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : 'Try again.'))
      .finally(() => setStarting(false));
  };
  return (
    <Notice
      tone="warn"
      role="alert"
      className={className}
      actions={
        <>
          {signIn ?? (
            <Button size="sm" variant="primary" onClick={() => showSignIn(true)}>
              Sign in
            </Button>
          )}
          {guests && (
            <Button size="sm" loading={starting} onClick={asGuest}>
              Continue as guest
            </Button>
          )}
        </>
      }
    >
      Your session has expired.{problem && ` ${problem}`}
    </Notice>
  );
}
