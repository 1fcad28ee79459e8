'use client';

import { useState } from 'react';
import { Section } from '@/components/shell/section';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { useSignOut, useSignOutEverywhere } from '@/lib/accounts/client/account';
import { useViewer } from '@/lib/accounts/client/viewer';

/** Guests are not offered to sign out: their cookie is the only way to their account. */
export function SessionsSection() {
  const { viewer } = useViewer();
  const signOut = useSignOut('/sign-in');
  const everywhere = useSignOutEverywhere('/sign-in');
  const [asking, setAsking] = useState(false);
  if (viewer?.isGuest) return null;
  const error = signOut.error ?? everywhere.error;

  return (
    <Section title="Sessions" description="Sign out of this account in every browser.">
      <div className="flex flex-wrap gap-2">
        <Button loading={signOut.isPending} onClick={() => signOut.mutate(undefined)}>
          Sign out
        </Button>
        <Button onClick={() => setAsking(true)}>Sign out everywhere</Button>
      </div>
      {error && (
        <Notice tone="bad" role="alert" className="mt-3">
          {error.message}
        </Notice>
      )}
      {asking && (
        <Dialog
          open
          onOpenChange={setAsking}
          title="Sign out everywhere?"
          description="Signs you out in every browser, including this one. Your runs, shared links and API tokens stay. Revoke tokens in Settings → API."
          className="max-w-md"
          footer={
            <>
              <Button variant="ghost" onClick={() => setAsking(false)}>
                Cancel
              </Button>
              <Button
                variant="primary"
                loading={everywhere.isPending}
                onClick={() => everywhere.mutate(undefined, { onError: () => setAsking(false) })}
              >
                Sign out everywhere
              </Button>
            </>
          }
        >
          {null}
        </Dialog>
      )}
    </Section>
  );
}
