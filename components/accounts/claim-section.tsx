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
      title="Save this account"
      description="Add an email and password to sign in from any browser. You keep your runs, connections and presets."
    >
      <div className="flex max-w-sm flex-col gap-4">
        {site.signUp && (
          <CredentialsForm
            label="Save this account"
            use="new-password"
            busy={claim.isPending}
            error={claim.error}
            onSubmit={(credentials) =>
              claim.mutate(credentials, {
                onSuccess: () =>
                  toast('Account saved. You can now sign in from any browser.', { tone: 'good' }),
              })
            }
          />
        )}
        <ProviderButtons next="/settings/account" />
      </div>
    </Section>
  );
}
