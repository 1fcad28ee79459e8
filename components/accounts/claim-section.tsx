'use client';

import { Section } from '@/components/shell/section';
import { toast } from '@/components/ui/toast';
import { useClaimAccount } from '@/lib/accounts/client/account';
import { useViewer } from '@/lib/accounts/client/viewer';
import { CredentialsForm } from './credentials-form';
import { ProviderButtons } from './provider-buttons';

/** A guest becomes an account that can be signed in to from anywhere. */
export function ClaimSection() {
  const { site } = useViewer();
  const claim = useClaimAccount();
  if (!site.signUp && site.providers.length === 0) return null;
  return (
    <Section
      title="Keep this account"
      description="With an e-mail address and a password you can sign in from any browser. Every run, connection and preset stays."
    >
      <div className="flex max-w-sm flex-col gap-4">
        {site.signUp && (
          <CredentialsForm
            label="Keep this account"
            use="new-password"
            busy={claim.isPending}
            error={claim.error}
            onSubmit={(credentials) =>
              claim.mutate(credentials, {
                onSuccess: () => toast('The account is yours now. Nothing was lost.', { tone: 'good' }),
              })
            }
          />
        )}
        <ProviderButtons next="/settings/account" />
      </div>
    </Section>
  );
}
