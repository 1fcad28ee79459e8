'use client';

import { useId, useState } from 'react';
import { Section } from '@/components/shell/section';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
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
      description="Erases the account with every run, connection, key and preset. It cannot be undone."
    >
      <Button variant="danger" onClick={() => setConfirming(true)}>
        Delete my account
      </Button>
      {confirming && <DeleteDialog onClose={() => setConfirming(false)} />}
    </Section>
  );
}

function DeleteDialog({ onClose }: { onClose: () => void }) {
  const formId = useId();
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
    <Dialog
      onClose={onClose}
      title="Delete my account"
      description="Every run, connection, key and preset is erased at once. Nobody can bring them back."
      className="max-w-md"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant="danger" disabled={!ready} loading={remove.isPending}>
            Delete my account
          </Button>
        </>
      }
    >
      <form
        id={formId}
        ref={errors.formRef}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label="Type delete to go on"
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
      </form>
    </Dialog>
  );
}
