'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button, buttonStyle } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { TabPanel, Tabs } from '@/components/ui/tabs';
import {
  useClaimAccount,
  useSignIn,
  useSignOut,
  useSignUp,
  useStartAsGuest,
} from '@/lib/accounts/client/account';
import { useViewer } from '@/lib/accounts/client/viewer';
import { CredentialsForm } from './credentials-form';
import { ProviderButtons } from './provider-buttons';
import { signInErrorMessage } from './sign-in-errors';

type Mode = 'sign-in' | 'sign-up';

export interface SignInScreenProps {
  /** A path of this site. */
  next: string;
  /** A code from `?error=`. */
  error: string | null;
  initialMode: Mode;
}

export function SignInScreen({ next, error, initialMode }: SignInScreenProps) {
  const { viewer, site } = useViewer();
  const [mode, setMode] = useState<Mode>(initialMode);
  const failed = signInErrorMessage(error);

  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto flex w-full max-w-[376px] flex-1 flex-col gap-5 px-4 py-10 outline-none sm:py-16"
    >
      {failed && (
        <Notice tone="bad" role="alert">
          {failed}
        </Notice>
      )}
      {viewer && !viewer.isGuest ? (
        <AlreadySignedIn next={next} />
      ) : (
        <>
          <h1 className="sr-only">{mode === 'sign-in' ? 'Sign in' : 'Create an account'}</h1>
          {site.signUp ? (
            <Tabs<Mode>
              label="Sign in or create an account"
              value={mode}
              onValueChange={setMode}
              tabs={[
                { value: 'sign-in', label: 'Sign in' },
                { value: 'sign-up', label: viewer ? 'Save this account' : 'Create account' },
              ]}
            >
              <TabPanel value="sign-in" className="pt-5">
                <SignInForm next={next} />
              </TabPanel>
              <TabPanel value="sign-up" className="pt-5">
                <SignUpForm next={next} />
              </TabPanel>
            </Tabs>
          ) : (
            <SignInForm next={next} />
          )}
          {site.providers.length > 0 && (
            <>
              <div className="flex items-center gap-3 text-xs text-ink-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
                or
              </div>
              <ProviderButtons next={next} />
            </>
          )}
          <GuestEntry next={next} />
        </>
      )}
    </main>
  );
}

function SignInForm({ next }: { next: string }) {
  const { viewer } = useViewer();
  const signIn = useSignIn(next);
  return (
    <CredentialsForm
      label="Sign in"
      use="current-password"
      busy={signIn.isPending}
      error={signIn.error}
      onSubmit={(credentials) => signIn.mutate(credentials)}
    >
      {viewer?.isGuest && (
        <p className="text-xs text-ink-3">
          This guest account's runs, connections and draft won't move to the account you sign in to.
        </p>
      )}
    </CredentialsForm>
  );
}

function SignUpForm({ next }: { next: string }) {
  const { viewer } = useViewer();
  const router = useRouter();
  const signUp = useSignUp(next);
  const claim = useClaimAccount();
  const action = viewer?.isGuest ? claim : signUp;
  return (
    <CredentialsForm
      label={viewer?.isGuest ? 'Save this account' : 'Create account'}
      use="new-password"
      busy={action.isPending}
      error={action.error}
      onSubmit={(credentials) => {
        if (viewer?.isGuest) claim.mutate(credentials, { onSuccess: () => router.push(next) });
        else signUp.mutate(credentials);
      }}
    >
      {viewer?.isGuest && <p className="text-xs text-ink-3">You keep your runs, connections and presets.</p>}
    </CredentialsForm>
  );
}

function GuestEntry({ next }: { next: string }) {
  const { viewer, site } = useViewer();
  const router = useRouter();
  const guest = useStartAsGuest();
  if (!site.guests) return null;
  if (viewer) {
    return (
      <Link href={next} className={buttonStyle('ghost')}>
        Continue as guest
      </Link>
    );
  }
  return (
    <div className="flex flex-col gap-2 border-t pt-5">
      <Button
        variant="secondary"
        loading={guest.isPending}
        onClick={() => guest.mutate(undefined, { onSuccess: () => router.push(next) })}
      >
        Continue as guest
      </Button>
      <p className="text-xs text-ink-3">
        Only this browser can open a guest account. Its runs are stored on the playground's server. You can
        add an email and password at any time.
      </p>
      {guest.error && (
        <Notice tone="bad" role="alert">
          {guest.error.message}
        </Notice>
      )}
    </div>
  );
}

function AlreadySignedIn({ next }: { next: string }) {
  const { viewer } = useViewer();
  const signOut = useSignOut(`/sign-in?${new URLSearchParams({ next })}`);
  return (
    <>
      <h1 className="text-xl font-semibold">You're signed in</h1>
      <p className="break-words text-ink-2">{viewer?.email ?? viewer?.name}</p>
      <div className="flex flex-wrap gap-2">
        <Link href={next} className={buttonStyle('primary')}>
          Continue
        </Link>
        <Button loading={signOut.isPending} onClick={() => signOut.mutate(undefined)}>
          Sign out
        </Button>
      </div>
    </>
  );
}
