'use client';

import { type RefObject, useState } from 'react';
import { FormDialog } from '@/components/ui/form-dialog';
import { toast } from '@/components/ui/toast';
import { useLinkProvider, useUnlinkIdentity } from '@/lib/accounts/client/identities';
import { useFormErrors } from '@/lib/platform/client/http/use-form-errors';
import { needsFreshSignIn, OwnerProof, proofOf } from './owner-proof';

const HERE = '/settings/account';

interface DialogProps {
  label: string;
  onClose: () => void;
  focusAfter: RefObject<HTMLElement | null>;
}

/** Asks who is there, then leaves for the provider. */
export function LinkProvider({ provider, label, onClose, focusAfter }: DialogProps & { provider: string }) {
  const [password, setPassword] = useState('');
  const link = useLinkProvider(HERE);
  const errors = useFormErrors(['password'], link.error);
  return (
    <FormDialog
      title={`Link ${label}`}
      description={`Next you sign in with ${label}. From then on that opens this account, too.`}
      className="max-w-md"
      submitLabel={`Go to ${label}`}
      // The page is left: until then nothing else is to be pressed.
      isPending={link.isPending || link.isSuccess}
      error={needsFreshSignIn(link.error) ? undefined : errors.general}
      onSubmit={() => !link.isPending && link.mutate({ provider, ...proofOf(password) })}
      onClose={onClose}
      focusAfter={focusAfter}
      formRef={errors.formRef}
    >
      <OwnerProof
        password={password}
        onChange={setPassword}
        error={errors.at('password')}
        refusal={link.error}
        next={HERE}
      />
    </FormDialog>
  );
}

export function UnlinkIdentity({ id, label, onClose, focusAfter }: DialogProps & { id: string }) {
  const [password, setPassword] = useState('');
  const unlink = useUnlinkIdentity();
  const errors = useFormErrors(['password'], unlink.error);
  const submit = () => {
    if (unlink.isPending) return;
    const onSuccess = () => {
      toast(`${label} is unlinked. Every other browser is signed out.`, { tone: 'good' });
      onClose();
    };
    unlink.mutate({ id, ...proofOf(password) }, { onSuccess });
  };
  return (
    <FormDialog
      title={`Unlink ${label}?`}
      description={`Signing in with ${label} no longer opens this account, and every other browser is signed out.`}
      className="max-w-md"
      submitLabel="Unlink"
      isPending={unlink.isPending}
      error={needsFreshSignIn(unlink.error) ? undefined : errors.general}
      onSubmit={submit}
      onClose={onClose}
      focusAfter={focusAfter}
      formRef={errors.formRef}
    >
      <OwnerProof
        password={password}
        onChange={setPassword}
        error={errors.at('password')}
        refusal={unlink.error}
        next={HERE}
      />
    </FormDialog>
  );
}
