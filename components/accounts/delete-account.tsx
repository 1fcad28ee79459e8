'use client';

import { useState } from 'react';
import { Section } from '@/components/shell/section';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { FormDialog } from '@/components/ui/form-dialog';
import { TextField } from '@/components/ui/text-field';
import { useDeleteAccount } from '@/lib/accounts/client/account';
import { useViewer } from '@/lib/accounts/client/viewer';
import { useFormErrors } from '@/lib/platform/client/http/use-form-errors';
import { needsFreshSignIn, OwnerProof, proofOf } from './owner-proof';

export function DeleteAccount() {
  const [confirming, setConfirming] = useState(false);
  return (
    <Section
      title="Delete my account"
      description="Deletes your account and all its runs, connections, keys and presets. This can't be undone."
    >
      <Button variant="danger" onClick={() => setConfirming(true)}>
        Delete my account
      </Button>
      {confirming && <DeleteDialog onClose={() => setConfirming(false)} />}
    </Section>
  );
}

function DeleteDialog({ onClose }: { onClose: () => void }) {
  const { viewer } = useViewer();
  const [word, setWord] = useState('');
  const [password, setPassword] = useState('');
  const remove = useDeleteAccount('/');
  const errors = useFormErrors(['password'], remove.error);
  const ready = word.trim().toLowerCase() === 'delete' && (!viewer?.hasPassword || password !== '');
  const submit = () => {
    if (!ready || remove.isPending) return;
    remove.mutate({ confirm: 'delete', ...proofOf(password) });
  };
  return (
    <FormDialog
      title="Delete my account"
      description="All runs, connections, keys and presets are deleted immediately. This can't be undone."
      className="max-w-md"
      submitLabel="Delete my account"
      submitVariant="danger"
      disabled={!ready}
      isPending={remove.isPending}
      onSubmit={submit}
      onClose={onClose}
      formRef={errors.formRef}
    >
      <Field
        label="Type delete to confirm"
        error={needsFreshSignIn(remove.error) ? undefined : errors.general}
      >
        {(control) => (
          <TextField
            {...control}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={word}
            onChange={(event) => setWord(event.currentTarget.value)}
          />
        )}
      </Field>
      <OwnerProof
        password={password}
        onChange={setPassword}
        error={errors.at('password')}
        refusal={remove.error}
        next="/settings/account"
      />
    </FormDialog>
  );
}
