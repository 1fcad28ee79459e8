'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import { useUpdateAccount } from '@/lib/accounts/client/account';
import { useViewer } from '@/lib/accounts/client/viewer';
import { formErrors } from '@/lib/platform/client/http/field-error';

export function NameForm() {
  const { viewer } = useViewer();
  const [name, setName] = useState(viewer?.name ?? '');
  const update = useUpdateAccount();
  const errors = formErrors(update.error, ['name']);
  return (
    <form
      className="max-w-sm"
      onSubmit={(event) => {
        event.preventDefault();
        if (update.isPending) return;
        update.mutate(
          { name: name.trim() || null },
          { onSuccess: () => toast('Name saved.', { tone: 'good' }) },
        );
      }}
    >
      <Field label="Name" hint="Only you can see this." error={errors.at('name') ?? errors.general}>
        {(control) => (
          <div className="flex gap-2">
            <TextField
              {...control}
              autoComplete="name"
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" loading={update.isPending}>
              Save
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}
