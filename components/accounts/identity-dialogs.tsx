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

/** Asks for proof of ownership, then leaves for the provider. */
export function LinkProvider({ provider, label, ...dialog }: DialogProps & { provider: string }) {
  const link = useLinkProvider(HERE);
  return (
    <ProofDialog
      {...dialog}
      title={`Link ${label}`}
      description={`Sign in with ${label} to link it. You can then use it to sign in to this account.`}
      submitLabel={`Continue to ${label}`}
      // The page is about to be left: until then nothing else may be pressed.
      isPending={link.isPending || link.isSuccess}
      error={link.error}
      onSubmit={(proof) => !link.isPending && link.mutate({ provider, ...proof })}
    />
  );
}

export function UnlinkIdentity({ id, label, ...dialog }: DialogProps & { id: string }) {
  const unlink = useUnlinkIdentity();
  const onSuccess = () => {
    toast(`${label} unlinked. Other browsers were signed out.`, { tone: 'good' });
    dialog.onClose();
  };
  return (
    <ProofDialog
      {...dialog}
      title={`Unlink ${label}?`}
      description={`You won't be able to sign in to this account with ${label}. Other browsers are signed out.`}
      submitLabel="Unlink"
      isPending={unlink.isPending}
      error={unlink.error}
      onSubmit={(proof) => !unlink.isPending && unlink.mutate({ id, ...proof }, { onSuccess })}
    />
  );
}

interface ProofDialogProps extends Omit<DialogProps, 'label'> {
  title: string;
  description: string;
  submitLabel: string;
  isPending: boolean;
  error: Error | null;
  onSubmit: (proof: ReturnType<typeof proofOf>) => void;
}

/** Asks for the password, or a fresh sign-in, before a change. */
function ProofDialog({ error, onSubmit, ...dialog }: ProofDialogProps) {
  const [password, setPassword] = useState('');
  const errors = useFormErrors(['password'], error);
  return (
    <FormDialog
      {...dialog}
      className="max-w-md"
      error={needsFreshSignIn(error) ? undefined : errors.general}
      onSubmit={() => onSubmit(proofOf(password))}
      formRef={errors.formRef}
    >
      <OwnerProof
        password={password}
        onChange={setPassword}
        error={errors.at('password')}
        refusal={error}
        next={HERE}
      />
    </FormDialog>
  );
}
