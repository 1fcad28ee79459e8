'use client';

import { useState } from 'react';
import { Section } from '@/components/settings/section';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import { useDeleteAccount } from '@/lib/client/account/account';

export function DeleteAccount() {
  const [asking, setAsking] = useState(false);
  return (
    <Section
      title="Delete my account"
      description="Erases the account with every run, connection, key and preset. It cannot be undone."
    >
      <Button variant="danger" onClick={() => setAsking(true)}>
        Delete my account
      </Button>
      {asking && <DeleteDialog onClose={() => setAsking(false)} />}
    </Section>
  );
}

function DeleteDialog({ onClose }: { onClose: () => void }) {
  const [word, setWord] = useState('');
  const remove = useDeleteAccount('/');
  const ready = word.trim().toLowerCase() === 'delete';
  const submit = () => {
    if (!ready || remove.isPending) return;
    remove.mutate('delete');
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Delete my account"
      description="Every run, connection, key and preset is erased at once. Nobody can bring them back."
      className="max-w-md"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="danger" disabled={!ready} loading={remove.isPending} onClick={submit}>
            Delete my account
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Type delete to go on" error={remove.error?.message}>
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
      </form>
    </Dialog>
  );
}
