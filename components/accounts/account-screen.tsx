'use client';

import { Section } from '@/components/shell/section';
import { Button, buttonStyle } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { useStartAsGuest } from '@/lib/accounts/client/account';
import { useViewer } from '@/lib/accounts/client/viewer';
import { ClaimSection } from './claim-section';
import { DeleteAccount } from './delete-account';
import { IdentitiesSection } from './identities-section';
import { NameForm } from './name-form';
import { PasswordForm } from './password-form';
import { PracticePaceForm } from './practice-pace-form';
import { SessionsSection } from './sessions-section';
import { StorageSection } from './storage-section';

export interface AccountScreenProps {
  tokens: number;
  onTokensRevoked: () => void;
}

export function AccountScreen({ tokens, onTokensRevoked }: AccountScreenProps) {
  const { viewer } = useViewer();
  if (!viewer) return <NobodyYet />;
  return (
    <>
      <Section
        level={1}
        title="Account"
        description={
          viewer.isGuest
            ? "You're using a guest account. Only this browser can open it. Its runs are stored on the playground's server."
            : (viewer.email ?? 'Signed in with an external provider.')
        }
      />
      {viewer.isGuest && <ClaimSection />}
      <Section title="Profile">
        <NameForm key={viewer.id} />
      </Section>
      {!viewer.isGuest && viewer.email !== null && (
        <Section title="Password">
          <PasswordForm hasPassword={viewer.hasPassword} tokens={tokens} onTokensRevoked={onTokensRevoked} />
        </Section>
      )}
      {!viewer.isGuest && <IdentitiesSection />}
      <Section title="Practice model" description="How fast the built-in model generates text.">
        <PracticePaceForm key={viewer.id} />
      </Section>
      <StorageSection />
      <SessionsSection />
      <DeleteAccount />
    </>
  );
}

function NobodyYet() {
  const { site } = useViewer();
  const guest = useStartAsGuest();
  return (
    <Section
      level={1}
      title="Account"
      description={
        site.guests
          ? "You don't have an account yet. Your first run creates a guest account, which you can save later."
          : 'Sign in to run prompts and save them.'
      }
    >
      <div className="flex flex-wrap gap-2">
        <Link href="/sign-in?next=/settings/account" className={buttonStyle('primary')}>
          {site.signUp ? 'Sign in or create an account' : 'Sign in'}
        </Link>
        {site.guests && (
          <Button loading={guest.isPending} onClick={() => guest.mutate(undefined)}>
            Continue as guest
          </Button>
        )}
      </div>
      {guest.error && (
        <Notice tone="bad" role="alert" className="mt-3">
          {guest.error.message}
        </Notice>
      )}
    </Section>
  );
}
