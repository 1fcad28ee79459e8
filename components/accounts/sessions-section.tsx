'use client';

import { useState } from 'react';
import { Section } from '@/components/shell/section';
import { Button } from '@/components/ui/button';
import { FormDialog } from '@/components/ui/form-dialog';
import { Notice } from '@/components/ui/notice';
import { useSignOut, useSignOutEverywhere } from '@/lib/accounts/client/account';
import { useViewer } from '@/lib/accounts/client/viewer';

/** Guests are not offered to sign out: their cookie is the only way to their account. */
export function SessionsSection() {
  const { viewer } = useViewer();
  const signOut = useSignOut('/sign-in');
  const everywhere = useSignOutEverywhere('/sign-in');
  const [confirming, setConfirming] = useState(false);
  if (viewer?.isGuest) return null;
  const error = signOut.error ?? everywhere.error;

  return (
    <Section title="Sessions" description="Sign out of this account in every browser.">
      <div className="flex flex-wrap gap-2">
        <Button loading={signOut.isPending} onClick={() => signOut.mutate(undefined)}>
          Sign out
        </Button>
        <Button onClick={() => setConfirming(true)}>Sign out everywhere</Button>
      </div>
      {error && (
        <Notice tone="bad" role="alert" className="mt-3">
          {error.message}
        </Notice>
      )}
      {confirming && (
        <FormDialog
          title="Sign out everywhere?"
          description="Signs you out in every browser, including this one. Your runs, shared links and API tokens aren't affected. Revoke tokens in Settings → API."
          className="max-w-md"
          submitLabel="Sign out everywhere"
          isPending={everywhere.isPending}
          onSubmit={() => everywhere.mutate(undefined, { onError: () => setConfirming(false) })}
          onClose={() => setConfirming(false)}
        />
      )}
    </Section>
  );
}
