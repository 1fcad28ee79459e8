'use client';

import { Dialog } from '@/components/ui/dialog';
import { DialogNotice } from '@/components/ui/dialog-notice';
import { useSignInHere } from '@/lib/accounts/client/account';
import { showSignIn } from '@/lib/platform/client/http/expired-session';
import { CredentialsForm } from './credentials-form';
import { ProviderButtons } from './provider-buttons';

/** Loaded when it is opened. */
export function SignInAgainLayer() {
  const signIn = useSignInHere();
  return (
    // The dialog itself already says that the session has ended.
    <DialogNotice value={null}>
      <Dialog
        onClose={() => showSignIn(false)}
        title="Sign in"
        description="Your session has expired. Nothing on this page is lost."
        className="max-w-sm"
      >
        <div className="flex flex-col gap-4">
          <CredentialsForm
            label="Sign in"
            use="current-password"
            busy={signIn.isPending}
            error={signIn.error}
            onSubmit={(credentials) => signIn.mutate(credentials)}
          />
          <ProviderButtons next={location.pathname + location.search} />
        </div>
      </Dialog>
    </DialogNotice>
  );
}
